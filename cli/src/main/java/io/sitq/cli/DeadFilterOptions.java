package io.sitq.cli;

import io.sitq.DeadLetterFilter;
import io.sitq.redis.RedisBackend;
import io.sitq.spi.Names;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant, from the command line. */
final class DeadFilterOptions {
  @Option(
      names = "--queue",
      paramLabel = "NAME",
      description = "Those of this queue. Repeatable. Default: all")
  private List<String> queues = List.of();

  @Option(names = "--task", paramLabel = "NAME", description = "Those of tasks of this name")
  private @Nullable String task;

  @Option(
      names = "--error-type",
      paramLabel = "CLASS",
      description = "Those that failed with this class or a subclass: java.io.IOException")
  private @Nullable String errorType;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Moments.class,
      description = "Those that failed then or later: 2h (ago), 2026-01-31T12:00:00Z")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = Moments.class,
      description = "Those that failed then or earlier")
  private @Nullable Instant until;

  /** Whether any is set. */
  boolean areSet() {
    return !queues.isEmpty() || task != null || errorType != null || since != null || until != null;
  }

  /**
   * Refuses what can't be meant.
   *
   * @throws UsageException if the times are the wrong way round
   * @throws io.sitq.TaskValidationException if a name is none
   */
  void check() {
    queues.forEach(Names::requireQueue);
    if (task != null) {
      Names.requireTask(task);
    }
    if (since != null && until != null && since.isAfter(until)) {
      throw new UsageException(
          "--since (" + since + ") is after --until (" + until + "): exchange them");
    }
  }

  /** A filter for each queue that is meant. */
  List<DeadLetterFilter> filters(RedisBackend backend) {
    Collection<String> wanted =
        queues.isEmpty() ? Stages.join(backend.inspector().queues()) : queues;
    return new TreeSet<>(wanted)
        .stream()
            .map(
                queue ->
                    new DeadLetterFilter(queue, task, errorType, since, until, Integer.MAX_VALUE))
            .toList();
  }
}
