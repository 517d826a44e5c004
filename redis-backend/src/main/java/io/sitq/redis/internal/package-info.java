/**
 * How the backend talks to Redis: keys, scripts, connections, and one class per role. Not API.
 *
 * <p>Each Lua file under {@code io/sitq/redis} has its typed method in the class of its role.
 */
@NullMarked
package io.sitq.redis.internal;

import org.jspecify.annotations.NullMarked;
