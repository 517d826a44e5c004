/**
 * Metrics of producers and workers on Micrometer, which is an optional dependency. {@link
 * io.sitq.micrometer.MicrometerListener} counts what happens to tasks, {@link
 * io.sitq.micrometer.QueueGauges} shows how much waits.
 */
@NullMarked
package io.sitq.micrometer;

import org.jspecify.annotations.NullMarked;
