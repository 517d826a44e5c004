/**
 * A real Redis for tests, and what tests of tasks, handlers and backends need beside it.
 *
 * <p>Start at {@link io.sitq.testkit.SitqRedis}. Nothing here but {@link
 * io.sitq.testkit.SitqRedisExtension} needs JUnit on the class path.
 */
@NullMarked
package io.sitq.testkit;

import org.jspecify.annotations.NullMarked;
