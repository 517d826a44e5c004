package io.sitq.cli;

import io.sitq.TaskOptions;
import io.sitq.spi.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a task is to be enqueued and executed, from the command line. */
final class EnqueueOptions {
  private static final Duration REPLICAS_TIMEOUT = Duration.ofSeconds(1);

  @Option(names = "--queue", paramLabel = "NAME", description = "Default: default")
  private String queue = Names.DEFAULT_QUEUE;

  @Option(
      names = "--delay",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "Hold it back this long: 500ms, 10s, 1h30m")
  private @Nullable Duration delay;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = Moments.Iso.class,
      description =
          "Hold it back until then: 2026-01-31T12:00:00Z, by this machine's clock. A time in the"
              + " past means at once")
  private @Nullable Instant at;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "An id of your own: the same id twice is one task")
  private @Nullable String id;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      description = "Execute it at most this often. Default: the handler's, which is 1")
  private @Nullable Integer attempts;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "Interrupt an attempt after this long. Default: the handler's, which is never")
  private @Nullable Duration timeout;

  @Option(
      names = "--result-ttl",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "Keep the result this long. Default: 24h of a success, 7d of a failure")
  private @Nullable Duration resultTtl;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description =
          "Wait until so many replicas of Redis have it, so that a failover to one of them keeps"
              + " it. Default: none")
  private @Nullable Integer replicas;

  @Option(
      names = "--replicas-timeout",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "Wait for the replicas at most this long, up to 5s. Default: 1s")
  private @Nullable Duration replicasTimeout;

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "Text that travels with the task. Repeatable")
  private Map<String, String> headers = new LinkedHashMap<>();

  String queue() {
    return queue;
  }

  /**
   * The same for the queue.
   *
   * @throws UsageException if two of them contradict each other, or one misses the other
   * @throws io.sitq.TaskValidationException if a value is not allowed
   */
  TaskOptions toTaskOptions() {
    if (delay != null && at != null) {
      throw new UsageException("--delay and --at exclude each other: leave one out");
    }
    if (replicasTimeout != null && replicas == null) {
      throw new UsageException("--replicas-timeout needs --replicas: say how many are waited for");
    }
    TaskOptions options = TaskOptions.defaults().queue(queue);
    if (delay != null && !delay.isZero()) {
      options = options.delay(delay);
    }
    if (at != null) {
      options = options.at(at);
    }
    if (id != null) {
      options = options.id(id);
    }
    if (attempts != null) {
      options = options.maxAttempts(attempts);
    }
    if (timeout != null) {
      options = options.timeout(timeout);
    }
    if (resultTtl != null) {
      options = options.resultTtl(resultTtl);
    }
    if (replicas != null) {
      options =
          options.replicas(replicas, replicasTimeout == null ? REPLICAS_TIMEOUT : replicasTimeout);
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      options = options.header(header.getKey(), header.getValue());
    }
    return options;
  }
}
