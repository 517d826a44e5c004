/**
 * What callers of sitq use: tasks, queues, handles, results and errors.
 *
 * <p>Start at {@link io.sitq.TaskQueue}. Everything here is thread-safe or immutable unless a type
 * says otherwise.
 */
@NullMarked
package io.sitq;

import org.jspecify.annotations.NullMarked;
