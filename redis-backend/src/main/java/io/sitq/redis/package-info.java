/**
 * The backend on Redis streams. Start at {@link io.sitq.redis.RedisBackend}; keys and scripts are
 * described in {@code docs/redis-keys.md}.
 */
@NullMarked
package io.sitq.redis;

import org.jspecify.annotations.NullMarked;
