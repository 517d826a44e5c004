package io.sitq.cli;

import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.json.JsonSerializer;
import io.sitq.json.JsonText;
import io.sitq.redis.RedisBackend;
import io.sitq.spi.StoredTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows what sitq does with failures, on a Redis of its own, and checks that it is so. */
@Command(
    name = "demo",
    description = {
      "Starts a Redis and a worker of its own, runs tasks that fail in every way that the"
          + " documentation describes, tries out every strategy against failures, and shows what"
          + " became of them.",
      "Exits 0 if all came out as expected, else 1."
    },
    footer = {"  sitq-worker demo", "  sitq-worker demo --json"})
final class DemoCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParentCommand private @Nullable SitqWorkerCommand app;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    SitqWorkerCommand global = Objects.requireNonNull(app);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    global.requireNoTls();
    global.requireNoKeys();
    try (TaskJars jars = TaskJars.open(Home.exampleJars());
        DemoScenarios scenarios = DemoScenarios.create()) {
      progress("Starting a Redis");
      try (EmbeddedRedis redis = EmbeddedRedis.start()) {
        DemoReport report = run(global.connect(redis.uri()), jars, scenarios.all());
        report.print(out, global.json());
        return report.differences().isEmpty() ? ExitCode.DONE : ExitCode.TASK_FAILED;
      }
    }
  }

  private DemoReport run(RedisBackend backend, TaskJars jars, List<DemoScenario> scenarios)
      throws IOException, InterruptedException {
    EndCounter ends = new EndCounter();
    try (WorkerProcess worker =
            WorkerProcess.of(backend, jars, builder -> builder.logTasks(false).listener(ends));
        TaskQueue queue =
            TaskQueue.builder(backend).serializer(new JsonSerializer()).keepBackendOpen().build()) {
      worker.start();
      progress("A worker runs; enqueueing " + scenarios.size() + " tasks as JSON by their names");
      List<DemoOutcome> outcomes = outcomes(backend, queue, scenarios);
      List<DemoTrial> trials = trials(backend, jars);
      Stats stats = Stats.read(backend.inspector(), List.of());
      if (!ends.await(stats.ended(), PATIENCE)) {
        progress("Not all ends were counted in time");
      }
      return new DemoReport(outcomes, trials, stats, worker.metrics());
    }
  }

  private List<DemoOutcome> outcomes(
      RedisBackend backend, TaskQueue queue, List<DemoScenario> scenarios) {
    List<CompletionStage<DemoOutcome>> waiting = new ArrayList<>();
    for (DemoScenario scenario : scenarios) {
      TaskHandle<JsonText> handle =
          queue.enqueue(
              scenario.task(), new JsonText(scenario.arguments()), TaskOptions.defaults());
      waiting.add(
          backend
              .results()
              .awaitEnd(handle.id(), PATIENCE)
              .thenApply(found -> outcome(scenario, found.orElseThrow())));
    }
    return waiting.stream().map(Stages::join).toList();
  }

  private DemoOutcome outcome(DemoScenario scenario, StoredTask task) {
    progress("  " + scenario.title() + ": " + task.status().wireName());
    return new DemoOutcome(scenario, task, new TaskValues(Map.of()).of(task));
  }

  /** All at once: most of them wait most of the time. */
  private List<DemoTrial> trials(RedisBackend backend, TaskJars jars) throws IOException {
    List<DemoStrategy> strategies =
        Stream.of(
                DemoWorkerStrategies.all(),
                DemoCallerStrategies.all(),
                DemoCircuitStrategies.all(),
                DemoObservations.all())
            .flatMap(List::stream)
            .toList();
    progress("Trying out " + strategies.size() + " strategies with the tasks' classes");
    ExecutorService callers = Executors.newFixedThreadPool(strategies.size());
    try (DemoStage stage = DemoStage.open(backend, jars.taskTypes())) {
      List<CompletableFuture<DemoTrial>> running =
          strategies.stream()
              .map(each -> CompletableFuture.supplyAsync(() -> tried(each, stage), callers))
              .toList();
      return running.stream().map(Stages::join).toList();
    } finally {
      callers.shutdownNow();
    }
  }

  private DemoTrial tried(DemoStrategy strategy, DemoStage stage) {
    DemoTrial trial = strategy.run(stage);
    progress("  " + strategy.title() + ": " + SafeText.line(trial.happened(), 200));
    return trial;
  }

  private void progress(String message) {
    Objects.requireNonNull(spec).commandLine().getErr().println(message);
  }
}
