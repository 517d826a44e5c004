package io.sitq.cli;

import io.sitq.redis.RedisBackend;
import io.sitq.seal.Sealing;
import io.sitq.spi.Names;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows what became of a task. */
@Command(
    name = "result",
    description = {
      "Shows a task: status, value or error, attempts and times.",
      "Exits 0 if it succeeded, 1 if it failed or was cancelled, 3 if there is none, 5 if it has not"
          + " finished."
    },
    footer = {
      "  sitq-worker result default:order-17",
      "  sitq-worker result default:order-17 --wait 10s --traceback",
      "  sitq-worker result default:order-17 --json | jq .error"
    })
final class ResultCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SitqWorkerCommand app;
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "The task's id, such as default:order-17")
  private String id = "";

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "Wait until it has finished, at most this long: 500ms, 10s, 1h30m")
  private Duration wait = Duration.ZERO;

  @Option(names = "--traceback", description = "Print the stack trace of a failure too")
  private boolean traceback;

  @Option(
      names = "--tasks",
      paramLabel = "JAR",
      description = "A task JAR that knows the type of the value. Repeatable")
  private List<Path> tasks = List.of();

  @Override
  public Integer call() {
    Names.queueOf(id);
    SitqWorkerCommand global = Objects.requireNonNull(app);
    CommandSpec self = Objects.requireNonNull(spec);
    Sealing sealing = global.sealing();
    try (TaskJars jars = TaskJars.open(tasks);
        RedisBackend backend = global.connect()) {
      ResultPrinter printer =
          new ResultPrinter(
              self.commandLine().getOut(),
              self.commandLine().getErr(),
              global.json(),
              traceback,
              new TaskValues(jars.registerNowhere().taskTypes(), sealing));
      return printer.print(id, backend.address(), new EndWait(backend.results(), wait).end(id));
    }
  }
}
