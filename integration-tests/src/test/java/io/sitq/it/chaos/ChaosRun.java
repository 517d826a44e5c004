package io.sitq.it.chaos;

import io.sitq.TaskQueue;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.spi.QueueStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A run from start to verdict. */
final class ChaosRun {
  private static final String NAMESPACE = "chaos";
  private static final List<String> QUEUES = List.of(Fleet.MIXED, Fleet.CALM);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration REGISTRY_TTL = Duration.ofSeconds(40);

  private final ChaosOptions options;
  private final Findings findings = new Findings();
  private final Casualties casualties = new Casualties();

  ChaosRun(ChaosOptions options) {
    this.options = options;
  }

  ChaosReport run() throws IOException, InterruptedException {
    clear(options.directory());
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (RedisUnderTest redis = RedisUnderTest.named(options.redis(), options.lease());
        RedisBackend backend =
            RedisBackend.connect(RedisSettings.of(redis.uri()).namespace(NAMESPACE));
        TaskQueue queue = TaskQueue.builder(backend).keepBackendOpen().build();
        Journal journal = new Journal(options.directory().resolve("poison.journal"));
        Fleet fleet = new Fleet(options, redis, NAMESPACE)) {
      Sender poisoner = new Sender(queue, journal, "poison", timer);
      return run(redis, backend, queue, fleet, poisoner);
    } finally {
      timer.shutdownNow();
    }
  }

  /** An earlier run of the same seed has written its journals to the same place. */
  private static void clear(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private ChaosReport run(
      RedisUnderTest redis, RedisBackend backend, TaskQueue queue, Fleet fleet, Sender poisoner)
      throws IOException, InterruptedException {
    fleet.start();
    int workers = fleet.allWorkers().size();
    await("the fleet has started", PATIENCE, () -> workers(backend) == workers);
    await("every queue is worked on", PATIENCE, () -> areExecuted(backend));
    Baseline before = Baseline.of(fleet, redis);

    Storm storm = new Storm(plan(redis, fleet, poisoner), findings);
    storm.rage();

    List<String> late = Fleet.retire(fleet.producers(), PATIENCE);
    findings.addIf(!late.isEmpty(), "producers that got no answer in the end: " + late);
    long calm = System.nanoTime();
    await("all queues are drained", PATIENCE, () -> isDrained(backend, poisoner));
    Duration drained = Duration.ofNanos(System.nanoTime() - calm);
    await("the survivor is back to its baseline", PATIENCE, () -> back(fleet, redis, before));
    Baseline after = Baseline.of(fleet, redis);
    late = Fleet.retire(fleet.allWorkers(), WorkerMain.DRAIN.plusSeconds(10));
    findings.addIf(!late.isEmpty(), "workers that did not end on SIGTERM: " + late);

    Tally tally = judge(redis, backend, queue);
    return new ChaosReport(
        options,
        storm,
        casualties.kills(),
        tally,
        fleet.processes(),
        drained,
        before,
        after,
        findings);
  }

  private ChaosPlan plan(RedisUnderTest redis, Fleet fleet, Sender poisoner) {
    List<Fault> faults = new ArrayList<>();
    faults.addAll(
        new WorkerFaults(fleet, options.lease(), casualties, findings, poisoner).faults());
    faults.addAll(new NetworkFaults(fleet, options.lease(), casualties).faults());
    faults.addAll(redis.faults());
    return new ChaosPlan(options.seed(), options.storm(), faults);
  }

  private Tally judge(RedisUnderTest redis, RedisBackend backend, TaskQueue queue)
      throws IOException {
    for (String name : QUEUES) {
      // what the killed ones left in the group goes when it has been idle for long; here at once
      var unused = backend.recovery().removeIdleConsumers(name, Duration.ZERO);
      unused.toCompletableFuture().join();
    }
    if (!options.isShort()) {
      await("no worker is registered", REGISTRY_TTL, () -> workers(backend) == 0);
    }
    History history = History.read(options.directory());
    boolean keepsAll = redis.keepsEveryWrite();
    Tally tally = new Verdict(casualties, keepsAll, findings).judge(history, queue);
    tally.losses.write(options.directory());
    List<String> acknowledged = keepsAll ? history.acknowledged() : List.of();
    redis
        .checker(NAMESPACE)
        .drained()
        .counted()
        .ended(acknowledged)
        .violations()
        .forEach(findings::add);
    for (String name : List.of("s0", "w0", "p0")) {
      int left = redis.connections(name);
      findings.addIf(left > 0, left + " connections are left of processes " + name);
    }
    return tally;
  }

  private static int workers(RedisBackend backend) {
    return backend.inspector().workers().toCompletableFuture().join().size();
  }

  /** Enough for the workers of each queue, the survivor's too, to have all their threads. */
  private static boolean areExecuted(RedisBackend backend) {
    return QUEUES.stream()
        .map(queue -> stats(backend, queue).counts().getOrDefault("chaos", Map.of()))
        .mapToLong(counts -> counts.getOrDefault("success", 0L))
        .allMatch(executed -> executed > 5 * WorkerMain.CONCURRENCY);
  }

  private static boolean isDrained(RedisBackend backend, Sender poisoner) {
    return poisoner.unanswered() == 0
        && QUEUES.stream()
            .map(queue -> stats(backend, queue))
            .allMatch(now -> now.pending() + now.running() + now.scheduled() == 0);
  }

  private static QueueStats stats(RedisBackend backend, String queue) {
    return backend.inspector().stats(queue).toCompletableFuture().join();
  }

  private static boolean back(Fleet fleet, RedisUnderTest redis, Baseline before) {
    return Baseline.of(fleet, redis).isBackTo(before);
  }

  /** What does not come is a finding, after which the run goes on to its verdict. */
  private void await(String what, Duration most, Callable<Boolean> condition) {
    try {
      Awaitility.await()
          .atMost(most)
          .pollInterval(200, TimeUnit.MILLISECONDS)
          .ignoreExceptions()
          .until(condition);
    } catch (ConditionTimeoutException e) {
      findings.add("not within " + most + ": " + what);
    }
  }
}
