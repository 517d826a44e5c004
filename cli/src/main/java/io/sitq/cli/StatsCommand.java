package io.sitq.cli;

import io.sitq.redis.RedisBackend;
import io.sitq.spi.Names;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows queues, counts and workers. */
@Command(
    name = "stats",
    description = {
      "Shows the depth of each queue, what became of its tasks, and the live workers.",
      "The failure rate is failed / (succeeded + failed); a retried attempt is no failure."
    },
    footer = {
      "  sitq-worker stats",
      "  sitq-worker stats --queue mail --watch",
      "  sitq-worker stats --json | jq '.queues[].pending'"
    })
final class StatsCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SitqWorkerCommand app;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--queue",
      paramLabel = "NAME",
      description = "Only this queue. Repeatable. Default: all")
  private List<String> queues = List.of();

  @Option(
      names = "--watch",
      paramLabel = "DURATION",
      arity = "0..1",
      fallbackValue = "2s",
      converter = Durations.class,
      description = "Show it again and again, each time after this long, until Ctrl-C. Default: 2s")
  private @Nullable Duration watch;

  @Override
  public Integer call() throws InterruptedException {
    queues.forEach(Names::requireQueue);
    if (watch != null && watch.toMillis() < 100) {
      throw new UsageException("--watch must be at least 100ms");
    }
    SitqWorkerCommand global = Objects.requireNonNull(app);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (RedisBackend backend = global.connect()) {
      show(Stats.read(backend.inspector(), queues), out, global.json());
      while (watch != null) {
        Thread.sleep(watch.toMillis());
        if (!global.json()) {
          out.println();
        }
        show(Stats.read(backend.inspector(), queues), out, global.json());
      }
    }
    return ExitCode.DONE;
  }

  private static void show(Stats stats, PrintWriter out, boolean json) {
    if (json) {
      out.println(Json.text(stats.json()));
    } else {
      StatsText.print(stats, out);
    }
  }
}
