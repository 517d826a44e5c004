package io.sitq.redis.internal;

import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.Delivery;
import io.sitq.spi.StoredTask;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whose a task is that a worker came too late for: with both workers' names, so that their
 * logs can be laid beside each other.
 */
final class RefusedSettles {
  private static final Logger log = LoggerFactory.getLogger(RefusedSettles.class);

  private final RedisContext context;
  private final QueueKeys keys;
  private final String worker;

  RefusedSettles(RedisContext context, QueueKeys keys, String worker) {
    this.context = context;
    this.keys = keys;
    this.worker = worker;
  }

  /** Looks up who has the task now, and logs it; returns at once, and throws nothing. */
  void tell(Delivery delivery) {
    CompletionStage<List<Object>> asked;
    try {
      byte[][] scriptKeys = {keys.ready, keys.scheduled, keys.task(delivery.id())};
      asked =
          context.scripts().run(Script.INSPECT, scriptKeys, Keys.GROUP, Bytes.of(delivery.id()));
    } catch (RuntimeException e) {
      asked = CompletableFuture.failedStage(e); // the connection is closed
    }
    var unused =
        asked
            .thenApply(replies -> Snapshots.parse(delivery.id(), (List<?>) replies.get(0)))
            .whenComplete((found, error) -> log(delivery, error == null ? holder(found) : "-"));
  }

  private static String holder(Optional<StoredTask> found) {
    return found.map(StoredTask::worker).orElse("-");
  }

  private void log(Delivery delivery, String holder) {
    log.atWarn()
        .addKeyValue("task_id", delivery.id())
        .addKeyValue("queue", delivery.queue())
        .addKeyValue("attempt", delivery.attempt())
        .addKeyValue("worker", worker)
        .addKeyValue("holder", holder)
        .log(
            "Refused what worker {} made of a task, since its lease was lost: the task {}",
            worker,
            holder.equals("-") ? "is nobody's now" : "is or was worker " + holder + "'s");
  }
}
