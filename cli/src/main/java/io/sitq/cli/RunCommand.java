package io.sitq.cli;

import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.seal.Sealing;
import io.sitq.worker.WorkerBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs a worker until a signal ends it. */
@Command(
    name = "run",
    description = {
      "Runs a worker that executes the tasks of task JARs.",
      "SIGTERM or Ctrl-C lets running tasks finish, up to --drain, and exits 0; a second one"
          + " interrupts them. Tasks that don't finish go back to their queue."
    },
    footer = {
      "  sitq-worker run --tasks tasks.jar",
      "  sitq-worker run --tasks tasks.jar --queue default --queue mail=4",
      "  sitq-worker run --tasks tasks.jar --metrics-port 9464 --log-format json",
      "  sitq-worker run --tasks tasks.jar --embedded-redis"
    })
final class RunCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SitqWorkerCommand app;

  @Option(
      names = "--tasks",
      paramLabel = "JAR",
      required = true,
      description = "A JAR with tasks, found by ServiceLoader<TaskModule>. Repeatable")
  private List<Path> tasks = List.of();

  @Option(
      names = "--queue",
      paramLabel = "NAME[=CONCURRENCY]",
      converter = QueueLimit.Converter.class,
      description =
          "A queue to serve, and how many of its tasks at once. Repeatable. Default: default")
  private List<QueueLimit> queues = List.of();

  @Option(
      names = "--partitions",
      paramLabel = "NAME=N",
      converter = QueuePartitions.Converter.class,
      description =
          "Spread a queue over N partitions, so that it can use several nodes of a cluster. Recorded"
              + " in Redis for everybody; can be raised when the queue is drained. Repeatable")
  private List<QueuePartitions> partitions = List.of();

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "How many tasks at once in all. Default: ${DEFAULT-VALUE}")
  private int concurrency = WorkerBuilder.DEFAULT_CONCURRENCY;

  @Option(
      names = "--lease",
      paramLabel = "DURATION",
      converter = Durations.class,
      description =
          "How long a task stays with a worker that is not heard of, before others take it; the same"
              + " for all workers of a queue, 1s at least. Default: 30s.")
  private Duration lease = WorkerBuilder.DEFAULT_LEASE;

  @Option(
      names = "--drain",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "How long running tasks may take to finish at the end. Default: 25s")
  private Duration drain = WorkerBuilder.DEFAULT_DRAIN;

  @Option(
      names = "--dead-letters",
      paramLabel = "N",
      description = "How many dead letters of each queue are kept. Default: ${DEFAULT-VALUE}")
  private int deadLetters = RedisSettings.DEFAULT_DEAD_LETTERS;

  @Option(
      names = "--dead-letter-ttl",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "How long dead letters are kept. Default: 90d")
  private Duration deadLetterTtl = RedisSettings.DEFAULT_DEAD_LETTER_TTL;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the worker's id begins with. Default: the machine's name")
  private @Nullable String name;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description = "Serve /metrics, /health/live and /health/ready; 0 takes a free port")
  private @Nullable Integer metricsPort;

  @Option(
      names = "--metrics-host",
      paramLabel = "HOST",
      description =
          "Where to serve them. Default: ${DEFAULT-VALUE}, all interfaces, since Prometheus and"
              + " probes come from elsewhere")
  private String metricsHost = "0.0.0.0";

  @Option(
      names = "--embedded-redis",
      description = "Start a Redis for this worker alone, and drop it at the end")
  private boolean embeddedRedis;

  @Option(names = "--log-format", paramLabel = "text|json", description = "Default: text")
  private LogFormat logFormat = LogFormat.TEXT;

  private Sealing sealing = Sealing.none();

  @Override
  public Integer call() throws InterruptedException {
    SitqWorkerCommand global = Objects.requireNonNull(app);
    if (embeddedRedis && global.namesRedis()) {
      throw new UsageException("--embedded-redis and --redis exclude each other: leave one out");
    }
    Logs.forWorker(logFormat);
    sealing = global.sealing();
    try (TaskJars jars = TaskJars.open(tasks)) {
      if (!embeddedRedis) {
        return run(jars, connect(global.settings()));
      }
      global.requireNoTls();
      try (EmbeddedRedis redis = EmbeddedRedis.start()) {
        return run(jars, connect(global.settings(redis.uri())));
      }
    }
  }

  private RedisBackend connect(RedisSettings settings) {
    RedisSettings own = settings.deadLetters(deadLetters).deadLetterTtl(deadLetterTtl);
    for (QueuePartitions queue : partitions) {
      own = own.queue(queue.name(), queue.settings());
    }
    return RedisBackend.connect(own);
  }

  private int run(TaskJars jars, RedisBackend backend) throws InterruptedException {
    try (WorkerProcess process = WorkerProcess.of(backend, jars, this::configure)) {
      process.handleSignals();
      if (metricsPort != null) {
        process.serveMetrics(metricsHost, metricsPort);
      }
      process.start();
      process.runUntilSignal(drain);
    }
    return ExitCode.DONE;
  }

  private void configure(WorkerBuilder worker) {
    worker.concurrency(concurrency).lease(lease).drain(drain).sealing(sealing);
    for (QueueLimit queue : queues) {
      if (queue.concurrency() == null) {
        worker.queue(queue.name());
      } else {
        worker.queue(queue.name(), queue.concurrency());
      }
    }
    if (name != null) {
      worker.name(name);
    }
  }
}
