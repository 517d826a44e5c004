package io.sitq.worker.internal;

import io.sitq.WorkerGauges;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a worker's parts while they run; before and after, nothing is active. */
final class LiveGauges implements WorkerGauges {
  private final String workerId;
  private final Map<String, Integer> limits;
  private volatile @Nullable WorkerParts parts;

  LiveGauges(String workerId, Map<String, Integer> limits) {
    this.workerId = workerId;
    this.limits = limits;
  }

  void show(WorkerParts running) {
    parts = running;
  }

  @Override
  public String workerId() {
    return workerId;
  }

  @Override
  public Set<String> queues() {
    return limits.keySet();
  }

  @Override
  public int active(String queue) {
    capacity(queue);
    WorkerParts running = parts;
    return running == null ? 0 : running.capacity().of(queue).active();
  }

  @Override
  public int capacity(String queue) {
    Integer limit = limits.get(queue);
    if (limit == null) {
      throw new IllegalArgumentException(
          "queue " + queue + " is not served, but " + limits.keySet() + " are");
    }
    return limit;
  }

  @Override
  public int stuck(String queue) {
    capacity(queue);
    WorkerParts running = parts;
    return running == null ? 0 : running.capacity().of(queue).stuck();
  }

  @Override
  public Duration fetchAge(String queue) {
    capacity(queue);
    WorkerParts running = parts;
    return running == null ? Duration.ZERO : running.fetchAge(queue);
  }
}
