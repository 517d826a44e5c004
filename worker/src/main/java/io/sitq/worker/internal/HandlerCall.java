package io.sitq.worker.internal;

import io.sitq.spi.Delivery;
import io.sitq.worker.internal.DeliveryOpener.Opened.Ready;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What came of calling a handler.
 *
 * @param value what it returned
 * @param thrown what it threw; null if it returned
 */
record HandlerCall(@Nullable Object value, @Nullable Throwable thrown) {
  /** Calls the handler on this thread, with the MDC and the class loader of its task. */
  static HandlerCall of(Attempt attempt, Ready ready, String workerId, Duration oldestLease) {
    KnownTask task = ready.task();
    Delivery delivery = attempt.delivery();
    try {
      Thread.currentThread().setContextClassLoader(task.type().taskClass().getClassLoader());
      MDC.put("task_id", delivery.id());
      MDC.put("task", delivery.task());
      MDC.put("queue", delivery.queue());
      MDC.put("attempt", Integer.toString(delivery.attempt()));
      AttemptContext context =
          new AttemptContext(attempt, ready.envelope(), task, workerId, oldestLease);
      return new HandlerCall(task.code().call().on(ready.payload(), context), null);
    } catch (Throwable e) {
      return new HandlerCall(null, e);
    } finally {
      MDC.clear(); // what the handler left in it, too: the thread is ours
    }
  }
}
