/**
 * The inside of a worker: loops that fetch, promote and announce, and the execution of one task.
 * Never API.
 *
 * <p>{@link io.sitq.worker.internal.WorkerEngine} holds the parts and the order in which they start
 * and stop; {@link io.sitq.worker.internal.TaskRunner} is the life of one task.
 */
@NullMarked
package io.sitq.worker.internal;

import org.jspecify.annotations.NullMarked;
