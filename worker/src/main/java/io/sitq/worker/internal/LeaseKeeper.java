package io.sitq.worker.internal;

import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Renews the leases on whatever this worker holds: tasks that run, that wait for their start, and
 * that wait for the answer to their settle. Each is renewed when a third of its lease is over, so
 * that a short task costs nothing. What is not this worker's any more is told to stop; its settle
 * will be refused.
 */
final class LeaseKeeper implements BackgroundLoop.Pass {
  private final InFlight inFlight;
  private final Map<String, QueueConsumer> consumers;
  private final AttemptStopper stopper;
  private final LeaseTimes leases;
  private final LastAnswer lastAnswer;
  private final TimeSource time;

  /** {@code consumers} by queue. */
  LeaseKeeper(Shared shared, Map<String, QueueConsumer> consumers) {
    this.inFlight = shared.inFlight();
    this.consumers = consumers;
    this.stopper = shared.stopper();
    this.leases = shared.leases();
    this.lastAnswer = shared.lastAnswer();
    this.time = shared.time();
  }

  /** Renews in each queue, whatever the others' trouble is; fails with the first trouble. */
  @Override
  public Duration runOnce() throws InterruptedException {
    @Nullable RuntimeException trouble = null;
    for (Map.Entry<String, List<Attempt>> due : due().entrySet()) {
      QueueConsumer consumer = consumers.get(due.getKey());
      if (consumer == null) {
        continue;
      }
      try {
        renew(consumer, due.getValue());
      } catch (RuntimeException e) {
        trouble = trouble == null ? e : trouble;
      }
    }
    if (trouble != null) {
      throw trouble;
    }
    return leases.look();
  }

  /** By queue. */
  private Map<String, List<Attempt>> due() {
    Map<String, List<Attempt>> byQueue = new LinkedHashMap<>();
    inFlight.each(
        attempt -> {
          if (attempt.leaseIsOlderThan(leases.renewFrom())) {
            byQueue
                .computeIfAbsent(attempt.delivery().queue(), queue -> new ArrayList<>())
                .add(attempt);
          }
        });
    return byQueue;
  }

  private void renew(QueueConsumer consumer, List<Attempt> attempts) throws InterruptedException {
    long askedNanos = time.nanos();
    List<Delivery> deliveries = attempts.stream().map(Attempt::delivery).toList();
    Set<Delivery> lost = Stages.join("renew leases", consumer.renew(deliveries), leases.look());
    lastAnswer.heard();
    for (Attempt attempt : attempts) {
      if (lost.contains(attempt.delivery())) {
        stopper.lose(attempt);
      } else {
        attempt.leasedAt(askedNanos);
      }
    }
  }
}
