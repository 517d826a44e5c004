package io.sitq.cli;

import io.sitq.DeadLetter;
import io.sitq.DeadLetterFilter;
import io.sitq.DeadLetters;
import io.sitq.TaskQueue;
import io.sitq.redis.RedisBackend;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Lists dead letters. */
@Command(
    name = "list",
    description = {
      "Lists dead letters, the newest first. Without filters, those of all queues.",
      "With --json one object a line, without tracebacks: these are in dead show."
    },
    footer = {
      "  sitq-worker dead list",
      "  sitq-worker dead list --queue mail --task send-mail --since 2h --limit 200",
      "  sitq-worker dead list --error-type java.io.IOException --json | jq -r .id"
    })
final class DeadListCommand implements Callable<Integer> {
  @ParentCommand private @Nullable DeadCommand dead;
  @Spec private @Nullable CommandSpec spec;

  @Mixin private DeadFilterOptions filter = new DeadFilterOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most this many. Default: ${DEFAULT-VALUE}")
  private int limit = 50;

  @Override
  public Integer call() {
    if (limit < 1 || limit == Integer.MAX_VALUE) {
      throw new UsageException("--limit must be at least 1, got " + limit);
    }
    filter.check();
    DeadCommand parent = Objects.requireNonNull(dead);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    List<DeadLetter> found;
    try (RedisBackend backend = parent.connect();
        TaskQueue queue = parent.queueOn(backend)) {
      found = newest(queue.deadLetters(), filter.filters(backend));
    }
    List<DeadLetter> shown = found.subList(0, Math.min(limit, found.size()));
    if (parent.json()) {
      shown.forEach(letter -> out.println(Json.text(DeadLetterTable.json(letter))));
    } else {
      DeadLetterTable.print(shown, out);
    }
    if (found.size() > limit) {
      Objects.requireNonNull(spec)
          .commandLine()
          .getErr()
          .println("These are the newest " + limit + ": there are more, see --limit");
    }
    return ExitCode.DONE;
  }

  /** One more than are shown, if there are more. */
  private List<DeadLetter> newest(DeadLetters letters, List<DeadLetterFilter> filters) {
    List<DeadLetter> found = new ArrayList<>();
    for (DeadLetterFilter each : filters) {
      found.addAll(letters.list(each.limit(limit + 1)));
    }
    found.sort(
        Comparator.comparing(
                (DeadLetter letter) -> letter.failedAt() == null ? Instant.MIN : letter.failedAt())
            .reversed());
    return found.subList(0, Math.min(limit + 1, found.size()));
  }
}
