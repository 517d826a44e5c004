package io.sitq.cli;

import io.sitq.CancelOutcome;
import io.sitq.TaskStatus;
import io.sitq.redis.RedisBackend;
import io.sitq.spi.Names;
import io.sitq.spi.StoredTask;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Ends tasks that are not wanted any more. */
@Command(
    name = "cancel",
    description = {
      "Cancels tasks, and prints for each id what happened:",
      "  cancelled         it was pending or scheduled, and has ended",
      "  requested         it is running: its worker is told to interrupt it",
      "  had ended before  nothing was changed",
      "  not found         there is none, or its result has expired",
      "Exits 0 if that is done, 3 if one was not found, 5 if one that was to be waited for has not"
          + " ended in time."
    },
    footer = {
      "  sitq-worker cancel default:order-17",
      "  sitq-worker cancel default:order-17 mail:welcome-3 --wait 10s",
      "  sitq-worker cancel default:order-17 --json | jq -r .outcome"
    })
final class CancelCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SitqWorkerCommand app;
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "The tasks' ids, such as default:order-17")
  private Set<String> ids = new LinkedHashSet<>();

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "Wait until running ones have ended, in all at most this long: 500ms, 10s")
  private @Nullable Duration wait;

  @Override
  public Integer call() {
    ids.forEach(Names::queueOf);
    SitqWorkerCommand global = Objects.requireNonNull(app);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (RedisBackend backend = global.connect()) {
      List<String> order = List.copyOf(ids);
      List<CompletionStage<CancelOutcome>> asked =
          order.stream().map(id -> backend.cancellations().cancel(id)).toList();
      EndWait ends = new EndWait(backend.results(), wait == null ? Duration.ZERO : wait);
      int exit = ExitCode.DONE;
      for (int i = 0; i < order.size(); i++) {
        Cancellation cancellation = cancellation(order.get(i), Stages.join(asked.get(i)), ends);
        out.println(global.json() ? Json.text(cancellation.json()) : cancellation.text());
        exit = worse(exit, cancellation.exit(wait != null));
      }
      return exit;
    }
  }

  private static Cancellation cancellation(String id, CancelOutcome outcome, EndWait ends) {
    TaskStatus status =
        switch (outcome) {
          case NOT_FOUND -> null;
          case CANCELLED -> TaskStatus.CANCELLED;
          case REQUESTED, ENDED -> ends.end(id).map(StoredTask::status).orElse(null);
        };
    return new Cancellation(id, outcome, status);
  }

  /** What needs a look most: an id that is none, then a task that still runs. */
  private static int worse(int one, int other) {
    if (one == ExitCode.NO_SUCH_TASK || other == ExitCode.NO_SUCH_TASK) {
      return ExitCode.NO_SUCH_TASK;
    }
    return Math.max(one, other);
  }
}
