package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.TaskOptions;
import io.sitq.TaskValidationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class EnqueueOptionsTest {
  @Test
  void whatIsNotGivenIsLeftToQueueAndHandler() {
    TaskOptions options = parse();

    assertThat(options.queue()).contains("default");
    assertThat(options.id()).isEmpty();
    assertThat(options.delay()).isEmpty();
    assertThat(options.dueAt()).isEmpty();
    assertThat(options.maxAttempts()).isEmpty();
    assertThat(options.timeout()).isEmpty();
    assertThat(options.resultTtl()).isEmpty();
    assertThat(options.replicas()).isEmpty();
    assertThat(options.headers()).isEmpty();
  }

  @Test
  void whatIsGivenGoesWithTheTask() {
    TaskOptions options =
        parse(
            "--queue=mail",
            "--id=order-17",
            "--at=2026-01-31T13:00:00+01:00",
            "--attempts=5",
            "--timeout=10m",
            "--result-ttl=1d",
            "--replicas=2",
            "--replicas-timeout=300ms",
            "--header=trace=a=b");

    assertThat(options.queue()).contains("mail");
    assertThat(options.id()).contains("order-17");
    assertThat(options.dueAt()).contains(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(options.maxAttempts()).contains(5);
    assertThat(options.timeout()).contains(Duration.ofMinutes(10));
    assertThat(options.resultTtl()).contains(Duration.ofDays(1));
    assertThat(options.replicas()).contains(2);
    assertThat(options.replicasTimeout()).contains(Duration.ofMillis(300));
    assertThat(parse("--replicas=1").replicasTimeout()).contains(Duration.ofSeconds(1));
    assertThat(options.headers()).isEqualTo(Map.of("trace", "a=b"));
    assertThat(parse("--delay=5m").delay()).contains(Duration.ofMinutes(5));
  }

  @Test
  void replicasAreNotWaitedForWithoutTheirNumberOrForLongerThanACommandMay() {
    assertThatThrownBy(() -> parse("--replicas-timeout=1s"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--replicas");
    assertThatThrownBy(() -> parse("--replicas=1", "--replicas-timeout=6s"))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("5 s");
    assertThatThrownBy(() -> parse("--replicas=0")).isInstanceOf(TaskValidationException.class);
  }

  private static TaskOptions parse(String... args) {
    return CommandLine.populateCommand(new EnqueueOptions(), args).toTaskOptions();
  }
}
