/**
 * Runs tasks: a {@link io.sitq.worker.Worker} takes them out of queues, gives them to handlers, and
 * stores what became of them.
 *
 * <p>Start at {@link io.sitq.worker.Worker#on}. {@link io.sitq.worker.Handlers} is how handlers are
 * registered, {@link io.sitq.worker.TaskModule} how a JAR brings its own.
 */
@NullMarked
package io.sitq.worker;

import org.jspecify.annotations.NullMarked;
