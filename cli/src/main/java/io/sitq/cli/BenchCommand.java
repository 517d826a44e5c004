package io.sitq.cli;

import io.sitq.redis.RedisSettings;
import io.sitq.seal.Sealing;
import io.sitq.worker.WorkerBuilder;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Measures what sitq does on a Redis. */
@Command(
    name = "bench",
    description = {
      "Measures sitq on a Redis with tasks that divide two integers, and prints a line of name and"
          + " value for each figure: the median of the rounds.",
      "  sitq.enqueue_batch     tasks a second, a thousand with each call",
      "  sitq.enqueue_single    tasks a second, one with each call, 100 calls at once",
      "  sitq.process           tasks a second of one worker with a deep queue, results kept",
      "  sitq.roundtrip_ms_p50  from enqueueing to result, one task at a time, median",
      "  sitq.roundtrip_ms_p99  the same, slower than 99 of 100 trips",
      "  sitq.pending_bytes     memory of Redis for each waiting task",
      "  sitq.result_bytes      memory of Redis for each result",
      "  sitq.backlog_ratio     process rate with --backlog tasks waiting, of that with a hundredth"
          + " of them waiting",
      "With --keys its tasks and results are sealed.",
      "It works in a namespace of its own, <namespace>-bench-<number>, which it deletes at the end."
          + " Other load on the machine or on Redis falsifies the figures: compare those of one"
          + " run on one quiet machine."
    },
    footer = {
      "  sitq-worker bench --embedded-redis",
      "  sitq-worker bench --redis redis://localhost:6379 --tasks 200000 --rounds 5",
      "  sitq-worker bench --embedded-redis --backlog 0 --json"
    })
final class BenchCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SitqWorkerCommand app;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      description = "How many tasks in each round. Default: ${DEFAULT-VALUE}")
  private int tasks = 100_000;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "How many tasks the worker executes at once. Default: ${DEFAULT-VALUE}")
  private int concurrency = WorkerBuilder.DEFAULT_CONCURRENCY;

  @Option(
      names = "--warm-up",
      paramLabel = "R",
      description =
          "How many rounds don't count: until the JVM has compiled what is measured, its compilers"
              + " take a part of the machine. Default: ${DEFAULT-VALUE}")
  private int warmUps = 3;

  @Option(
      names = "--rounds",
      paramLabel = "R",
      description = "How many rounds, after those that warm up. Default: ${DEFAULT-VALUE}")
  private int rounds = 3;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      description =
          "How many tasks wait for the backlog's ratio; 0 leaves it out, since filling the queue"
              + " takes its time and some 300 bytes of Redis' memory a task. Default:"
              + " ${DEFAULT-VALUE}")
  private int backlog = 1_000_000;

  @Option(
      names = "--embedded-redis",
      description = "Start a Redis for this alone, and drop it at the end")
  private boolean embeddedRedis;

  @Override
  public Integer call() {
    SitqWorkerCommand global = Objects.requireNonNull(app);
    if (embeddedRedis && global.namesRedis()) {
      throw new UsageException("--embedded-redis and --redis exclude each other: leave one out");
    }
    BenchPlan plan = new BenchPlan(tasks, concurrency, warmUps, rounds, backlog);
    if (!embeddedRedis) {
      return run(plan, oneServer(global.settings()));
    }
    global.requireNoTls();
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      return run(plan, global.settings(redis.uri()));
    }
  }

  /** What it asks of Redis past sitq is asked of one server. */
  private static RedisSettings oneServer(RedisSettings settings) {
    if (settings.uri().contains("-cluster:")) {
      throw new UsageException(
          "bench measures one server: give --redis one with redis:// or rediss://, not a cluster");
    }
    return settings;
  }

  private int run(BenchPlan plan, RedisSettings settings) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    AtomicBoolean stopped = new AtomicBoolean();
    Sealing sealing = Objects.requireNonNull(app).sealing();
    try (BenchSpace space = new BenchSpace(settings, sealing, plan.concurrency())) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(space, stopped), "sitq-bench"));
      err.println("Measuring on " + space.address() + " in the namespace " + space.namespace());
      if (!sealing.equals(Sealing.none())) {
        err.println("Tasks and results are sealed, which takes its time: " + sealing);
      }
      BenchFigures figures = new Bench(space, plan, err::println).run();
      if (Objects.requireNonNull(app).json()) {
        out.println(Json.text(figures.json()));
      } else {
        figures.lines().forEach(out::println);
      }
    } catch (RuntimeException e) {
      if (!stopped.get()) {
        throw e;
      }
      return ExitCode.NOT_FINISHED;
    }
    return ExitCode.DONE;
  }

  /** The end of the process, perhaps by Ctrl-C: a million tasks must not stay behind. */
  private static void stop(BenchSpace space, AtomicBoolean stopped) {
    stopped.set(true);
    try {
      space.close();
    } catch (RuntimeException e) {
      // Redis is gone, and its keys with it or out of reach
    }
  }
}
