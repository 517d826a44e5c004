package io.sitq.micrometer;

import io.sitq.WorkerGauges;
import java.time.Duration;
import java.util.Set;

/** A worker of the queue mail that never changes. */
record FixedGauges(String workerId, int active, int capacity, int stuck, Duration age)
    implements WorkerGauges {
  @Override
  public Set<String> queues() {
    return Set.of("mail");
  }

  @Override
  public int active(String queue) {
    return active;
  }

  @Override
  public int capacity(String queue) {
    return capacity;
  }

  @Override
  public int stuck(String queue) {
    return stuck;
  }

  @Override
  public Duration fetchAge(String queue) {
    return age;
  }
}
