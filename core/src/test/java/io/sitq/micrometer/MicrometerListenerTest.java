package io.sitq.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sitq.TaskEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerListenerTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MicrometerListener listener = new MicrometerListener(registry);

  @Test
  void countsEachOutcomeByQueueAndTask() {
    listener.succeeded(event("divide", true));
    listener.failed(event("divide", true));
    listener.failed(event("divide", true));
    listener.retried(event("divide", true));
    listener.cancelled(event("divide", true));
    listener.lost(event("divide", true));

    assertThat(completed("divide", "success")).isEqualTo(1);
    assertThat(completed("divide", "failed")).isEqualTo(2);
    assertThat(completed("divide", "retried")).isEqualTo(1);
    assertThat(completed("divide", "cancelled")).isEqualTo(1);
    assertThat(completed("divide", "lost")).isEqualTo(1);
  }

  @Test
  void showsEveryOutcomeAtZeroOnceATaskHasStarted() {
    listener.started(event("divide", true));

    for (Outcome outcome : Outcome.values()) {
      assertThat(completed("divide", outcome.tag())).isZero();
    }
  }

  @Test
  void countsUnregisteredNamesAsUnknown() {
    listener.failed(event("x1", false));
    listener.failed(event("x2", false));
    listener.enqueued(event("x3", false));

    assertThat(completed("unknown", "failed")).isEqualTo(2);
    assertThat(registry.get("sitq.tasks.enqueued").tag("task", "unknown").counter().count())
        .isEqualTo(1);
    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getTag("task"))
        .containsOnly("unknown");
  }

  @Test
  void aProducerThatTakesNamesFromItsCallersCantFillTheRegistry() {
    for (int i = 0; i < 5 * TaskMeterCache.MOST_NAMES; i++) {
      listener.enqueued(event("name" + i, true));
    }

    assertThat(registry.getMeters()).hasSize(TaskMeterCache.MOST_NAMES + 1);
    assertThat(registry.get("sitq.tasks.enqueued").tag("task", "unknown").counter().count())
        .isEqualTo(4 * TaskMeterCache.MOST_NAMES);
  }

  @Test
  void aProducerHasNoWorkersMeters() {
    listener.enqueued(event("divide", true));

    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getName())
        .containsExactly("sitq.tasks.enqueued");
  }

  @Test
  void timesWaitAndDurationWithBuckets() {
    listener.started(event("divide", true));
    listener.succeeded(event("divide", true));

    assertThat(registry.get("sitq.task.wait").timer().totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(20);
    assertThat(registry.get("sitq.task.duration").timer().totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(30);
    assertThat(registry.get("sitq.task.duration").timer().takeSnapshot().histogramCounts())
        .isNotEmpty();
  }

  @Test
  void addsUpWorkersAndRemovesTheGaugesWithTheLastOne() {
    FixedGauges one = new FixedGauges("w1", 2, 4, 1, Duration.ofMillis(500));
    FixedGauges two = new FixedGauges("w2", 1, 8, 2, Duration.ofMillis(1500));
    listener.workerStarted(one);
    listener.workerStarted(two);

    assertThat(gauge("sitq.worker.active")).isEqualTo(3);
    assertThat(gauge("sitq.worker.capacity")).isEqualTo(12);
    assertThat(gauge("sitq.tasks.stuck")).isEqualTo(3);
    assertThat(gauge("sitq.worker.fetch.age")).isEqualTo(1.5);

    listener.workerStopped(two);
    assertThat(gauge("sitq.worker.active")).isEqualTo(2);

    listener.workerStopped(one);
    assertThat(registry.getMeters()).extracting(Meter::getId).isEmpty();
  }

  @Test
  void countsWhatWasTakenFromDeadWorkers() {
    listener.recovered("mail", 3);
    listener.recovered("mail", 2);

    assertThat(registry.get("sitq.tasks.recovered").tag("queue", "mail").counter().count())
        .isEqualTo(5);
  }

  @Test
  void aWorkerThatNeverStartedMayBeStopped() {
    listener.workerStopped(new FixedGauges("w1", 0, 1, 0, Duration.ZERO));

    assertThat(registry.getMeters()).isEmpty();
  }

  private double gauge(String name) {
    return registry.get(name).tag("queue", "mail").gauge().value();
  }

  private double completed(String task, String outcome) {
    return registry
        .get("sitq.tasks.completed")
        .tags("queue", "mail", "task", task, "outcome", outcome)
        .counter()
        .count();
  }

  private static TaskEvent event(String task, boolean registered) {
    return new TaskEvent(
        "mail:1",
        task,
        registered,
        "mail",
        1,
        "w1",
        Duration.ofMillis(20),
        Duration.ofMillis(30),
        null,
        null);
  }
}
