/**
 * What callers do about tasks that fail: retries, fallbacks, circuit breakers, failure rates and a
 * logger of results. Retries that survive the caller belong to the worker, see {@link
 * io.sitq.RetryPolicy}.
 *
 * <p>Start at {@link io.sitq.recovery.Recovery}. Everything here is thread-safe.
 */
@NullMarked
package io.sitq.recovery;

import org.jspecify.annotations.NullMarked;
