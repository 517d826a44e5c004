package io.sitq.cli;

import io.sitq.WorkerGauges;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** An idle worker of the queue default, whose last fetch is as old as a test says. */
record AgeGauges(AtomicReference<Duration> age) implements WorkerGauges {
  @Override
  public String workerId() {
    return "w-1";
  }

  @Override
  public Set<String> queues() {
    return Set.of("default");
  }

  @Override
  public int active(String queue) {
    return 0;
  }

  @Override
  public int capacity(String queue) {
    return 4;
  }

  @Override
  public Duration fetchAge(String queue) {
    return age.get();
  }
}
