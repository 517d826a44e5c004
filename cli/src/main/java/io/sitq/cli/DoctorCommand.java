package io.sitq.cli;

import io.sitq.redis.Finding;
import io.sitq.redis.Finding.Level;
import io.sitq.redis.RedisDoctor;
import io.sitq.redis.RedisSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Looks whether Redis is fit for sitq, and all is well with the queues. */
@Command(
    name = "doctor",
    description = {
      "Looks whether Redis is fit for sitq: version, eviction, persistence, replicas, memory, clock,"
          + " rights; and whether all is well on it: workers, tasks that nobody runs, keys that belong"
          + " to nothing. Says what is wrong and what to do.",
      "A check that the Redis user has no right to is told as not checked.",
      "Exits 0 if nothing has to be done, 1 if tasks can be lost or don't run."
    },
    footer = {
      "  sitq-worker doctor",
      "  sitq-worker doctor --redis redis://redis.example:6379 --json | jq '.findings[].advice'"
    })
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SitqWorkerCommand app;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--max-keys",
      paramLabel = "N",
      defaultValue = "" + RedisDoctor.DEFAULT_KEYS,
      description = "Look at this many keys at most. Default: ${DEFAULT-VALUE}")
  private int maxKeys;

  @Override
  public Integer call() {
    SitqWorkerCommand global = Objects.requireNonNull(app);
    if (maxKeys < 0) {
      throw new UsageException("--max-keys must not be negative");
    }
    RedisSettings settings = global.settings();
    List<Finding> findings = RedisDoctor.of(settings).keys(maxKeys).examine();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (global.json()) {
      out.println(Json.text(FindingsReport.json(settings.address(), findings)));
    } else {
      FindingsReport.print(settings.address(), findings, out);
    }
    boolean sound = findings.stream().noneMatch(finding -> finding.level() == Level.PROBLEM);
    return sound ? ExitCode.DONE : ExitCode.PROBLEMS;
  }
}
