/**
 * What a backend or a serializer implements, in small roles. Callers of a queue need nothing of it.
 *
 * <p>{@link io.sitq.spi.Backend} leads to the roles: {@link io.sitq.spi.Enqueuer} and {@link
 * io.sitq.spi.ResultReader} serve producers, {@link io.sitq.spi.QueueConsumer} and {@link
 * io.sitq.spi.DelayedTasks} workers, {@link io.sitq.spi.Inspector} operators. {@link
 * io.sitq.spi.Serializer} turns values into bytes.
 */
@NullMarked
package io.sitq.spi;

import org.jspecify.annotations.NullMarked;
