package io.sitq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.ConfigurationException;
import io.sitq.TaskValidationException;
import io.sitq.kryo.KryoSerializer;
import io.sitq.worker.Tasks.Divide;
import io.sitq.worker.Tasks.Echo;
import io.sitq.worker.Tasks.Generic;
import io.sitq.worker.Tasks.Memo;
import io.sitq.worker.Tasks.NoRecord;
import io.sitq.worker.Tasks.Note;
import io.sitq.worker.Tasks.OtherDivide;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class WorkerBuilderTest {
  private final InMemoryBackend backend = new InMemoryBackend();

  private WorkerBuilder builder() {
    return Worker.on(backend);
  }

  private static void refused(String message, ThrowingCallable code) {
    assertThatThrownBy(code).isInstanceOf(ConfigurationException.class).hasMessage(message);
  }

  @Test
  void wrong_settings_are_refused_with_parameter_rule_and_value() {
    refused("concurrency must be at least 1, got 0", () -> builder().concurrency(0));
    refused("queue mail concurrency must be at least 1, got -1", () -> builder().queue("mail", -1));
    refused("queue must be named once, got a", () -> builder().queue("a").queue("a", 2));
    refused(
        "queue mail concurrency must be at most the worker's concurrency (8), got 9",
        () -> builder().queue("mail", 9).concurrency(8).handle(Echo.class, Echo::text).build());
    refused("handlers must be at least one, got 0", () -> builder().build());
    refused(
        "lease must be at least 1 s, got PT0.999S", () -> builder().lease(Duration.ofMillis(999)));
    refused("crashLimit must be at least 1, got 0", () -> builder().crashLimit(0));
    refused("drain must not be negative, got PT-1S", () -> builder().drain(Duration.ofSeconds(-1)));
    refused("name must be 1 to 16 of [A-Za-z0-9._-], got a b", () -> builder().name("a b"));
    refused("listener must not be null, got null", () -> builder().listener(null));
    refused(
        "unknownTasks.maxDelay must not be shorter than delay (PT2S), got PT1S",
        () -> builder().unknownTasks(Duration.ofSeconds(2), Duration.ofSeconds(1), 1));
    refused(
        "serializers must have different codec names, got kryo",
        () ->
            builder()
                .serializer(new KryoSerializer())
                .serializer(new KryoSerializer())
                .handle(Echo.class, Echo::text)
                .build());
    refused(
        "timeout must be at least 1 ms, got PT0S",
        () -> HandlerOptions.defaults().timeout(Duration.ZERO));
    refused(
        "handler must not be null, got null",
        () -> builder().handle(Echo.class, (TaskHandler<Echo, String>) null));
    refused("delay must not be negative, got PT-1S", () -> new RetryLater(Duration.ofSeconds(-1)));
    assertThatThrownBy(() -> builder().queue("a b")).isInstanceOf(TaskValidationException.class);
  }

  @Test
  void durations_longer_than_ten_years_are_refused_by_name() {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    HandlerOptions options = HandlerOptions.defaults();
    String rule = " must be at most 3650 days, got " + forever;
    refused("timeout" + rule, () -> options.timeout(forever));
    refused("resultTtl" + rule, () -> options.resultTtl(forever));
    refused("failureTtl" + rule, () -> options.failureTtl(forever));
    refused("drain" + rule, () -> builder().drain(forever));
    refused(
        "unknownTasks.delay" + rule, () -> builder().unknownTasks(forever, Duration.ofDays(1), 1));
    refused(
        "unknownTasks.maxDelay must be at most 3650 days, got PT2562047788015H12M55.807S",
        () -> builder().unknownTasks(Duration.ofDays(1), Duration.ofMillis(Long.MAX_VALUE), 1));
    assertThat(options.timeout(Duration.ofDays(3650)).timeout()).hasValue(Duration.ofDays(3650));
  }

  private static void refusedTask(ThrowingCallable code, String... parts) {
    assertThatThrownBy(code)
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what only a raw type lets through
  void types_that_are_no_tasks_or_clash_are_refused_and_named() {
    WorkerBuilder builder =
        builder().handle(Divide.class, task -> 1).run(Note.class, (note, context) -> {});
    refusedTask(
        () -> builder.handle(Divide.class, (task, context) -> 2),
        Divide.class.getName(),
        "handler");
    refusedTask(
        () -> builder.handle(OtherDivide.class, task -> 2),
        "divide",
        Divide.class.getName(),
        OtherDivide.class.getName());
    refusedTask(
        () -> builder.run(Memo.class, memo -> {}),
        "note",
        Note.class.getName(),
        Memo.class.getName());
    refusedTask(() -> builder.handle(NoRecord.class, task -> ""), NoRecord.class.getName());
    refusedTask(
        () -> builder.handle((Class) Generic.class, (TaskHandler) task -> ""),
        Generic.class.getName());
  }

  @Test
  void a_worker_without_a_queue_serves_the_default_one() {
    Worker worker = builder().handle(Echo.class, Echo::text).build();
    assertThat(worker.gauges().queues()).containsExactly("default");
    assertThat(worker.gauges().capacity("default")).isEqualTo(64);
    assertThat(worker.gauges().active("default")).isZero();
    assertThat(worker.gauges().fetchAge("default")).isZero();
    assertThatThrownBy(() -> worker.gauges().active("other"))
        .isInstanceOf(IllegalArgumentException.class);
    worker.close();
  }

  @Test
  void an_id_begins_with_the_name_and_fits_into_keys() {
    Worker named = builder().name("mail-1").handle(Echo.class, Echo::text).build();
    assertThat(named.id()).matches("mail-1-[a-z2-7]{6}");
    Worker other = builder().handle(Echo.class, Echo::text).build();
    assertThat(other.id()).matches("[A-Za-z0-9._-]{1,16}-[a-z2-7]{6}").isNotEqualTo(named.id());
  }
}
