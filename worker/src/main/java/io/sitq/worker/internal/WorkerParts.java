package io.sitq.worker.internal;

import io.sitq.Listeners;
import io.sitq.spi.Backend;
import io.sitq.spi.DelayedTasks;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.Recovery;
import io.sitq.spi.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a worker that runs, the order in which they start, and the order of the stop. */
final class WorkerParts {
  private static final Logger log = LoggerFactory.getLogger("io.sitq.worker");
  private static final Duration LAST_WORD = Duration.ofSeconds(1);

  private final WorkerSettings settings;
  private final Capacity capacity;
  private final Shared shared;
  private final Timers timers;
  private final OutageLog outages;
  private final Heartbeat heartbeat;
  private final BackgroundLoop heartbeats;
  private final Listeners listeners;
  private final BackgroundLoop renewing;
  private final List<BackgroundLoop> recoverers = new ArrayList<>();
  private final Map<String, FetchLoop> fetchers = new LinkedHashMap<>();
  private final List<BackgroundLoop> fetchLoops = new ArrayList<>();
  private final List<BackgroundLoop> promoters = new ArrayList<>();
  private final List<DelayedTasks.Subscription> wakers = new ArrayList<>();
  private final BackgroundLoop cancelling;
  private final BackgroundLoop releasing;
  private final List<DelayedTasks.Subscription> cancelRequests = new ArrayList<>();
  private final BackgroundLoop trimming;
  private final Map<String, QueueConsumer> consumers = new ConcurrentHashMap<>();

  WorkerParts(WorkerSettings settings, Listeners listeners) {
    this.settings = settings;
    this.listeners = listeners;
    this.capacity = new Capacity(settings.concurrency(), settings.queues(), settings.time());
    this.outages = new OutageLog(settings.backend().address(), settings.time());
    this.timers = new Timers(settings.fatalErrors());
    this.shared = shared(settings, listeners, timers);
    this.heartbeat =
        new Heartbeat(
            settings.backend().registry(),
            new WorkerInfo(
                settings.id(),
                WorkerIds.host(),
                ProcessHandle.current().pid(),
                Instant.ofEpochMilli(settings.time().wallMillis()),
                settings.queues()),
            shared.lastAnswer());
    this.heartbeats = loop("heartbeat", heartbeat);
    this.renewing =
        loop("renew leases", new LeaseKeeper(shared, consumers))
            .triesAgainWithin(shared.leases().look());
    this.cancelling = loop("cancel", shared.canceller());
    this.releasing = loop("release", new WaitingTaskReleaser(shared.gate()));
    this.trimming =
        loop(
            "trim dead letters",
            new DeadLetterTrimmer(
                settings.backend().deadLetters(), List.copyOf(settings.queues().keySet())));
  }

  private static Shared shared(WorkerSettings settings, Listeners listeners, Timers timers) {
    HandlerThreads threads = new HandlerThreads();
    UnknownTasks unknown =
        new UnknownTasks(settings.unknownTasks(), settings.tasks(), settings.id());
    InFlight inFlight = new InFlight();
    FatalErrors fatal = settings.fatalErrors();
    AttemptStopper stopper = new AttemptStopper(timers, threads, AttemptStopper.GRACE, fatal);
    return new Shared(
        settings.id(),
        threads,
        inFlight,
        new StartGate(settings.concurrency(), threads),
        new Unanswered(),
        new LeaseTimes(settings.lease()),
        new DeliveryOpener(settings.tasks(), settings.sealing(), unknown),
        stopper,
        new RunningTaskCanceller(
            settings.backend().cancellations(), inFlight, stopper, fatal, settings.time()),
        new TaskEvents(listeners, settings.tasks(), settings.id()),
        new SettlementMaker(settings.tasks(), settings.id(), settings.time()),
        settings.sealing(),
        new LastAnswer(settings.time()),
        fatal,
        settings.time());
  }

  /** Starts; if it fails, {@link #stop} has to be called all the same. */
  void start() throws InterruptedException {
    // Say who we are first: it fails at once if the backend is not there or refuses us.
    Duration next = heartbeat.runOnce();
    // Then all consumers, so that none of the queues is fetched from if another can't be.
    Backend backend = settings.backend();
    for (String queue : settings.queues().keySet()) {
      QueueConsumer consumer = backend.consumer(queue, settings.id());
      consumers.put(queue, consumer);
      fetchers.put(queue, fetcher(queue, consumer));
    }
    heartbeats.startAfter(next);
    renewing.start();
    for (String queue : settings.queues().keySet()) {
      BackgroundLoop promoter =
          loop("promote " + queue, new DelayedTaskPromoter(backend.delayedTasks(), queue));
      promoters.add(promoter);
      wakers.add(backend.delayedTasks().onEarlierDue(queue, promoter::wakeUp));
      promoter.start();
      // Before the first task is fetched; what is still missed, the canceller asks for.
      cancelRequests.add(backend.cancellations().onRequest(queue, this::cancelRequested));
    }
    cancelling.startAfter(RunningTaskCanceller.INTERVAL);
    releasing.start();
    settings.queues().keySet().forEach(this::startRecovering);
    trimming.startAfter(DeadLetterTrimmer.pause());
    fetchers.forEach(
        (queue, fetcher) -> {
          BackgroundLoop fetching = loop("fetch " + queue, fetcher).keepsJvmAlive();
          fetchLoops.add(fetching);
          fetching.start();
        });
  }

  private void startRecovering(String queue) {
    Recovery recovery = settings.backend().recovery();
    LeaseTimes leases = shared.leases();
    Recoverer recoverer =
        new Recoverer(recovery, queue, leases, settings.crashLimit(), listeners, shared.events());
    BackgroundLoop recovering = loop("recover " + queue, recoverer);
    BackgroundLoop sweeping =
        loop("sweep " + queue, new QueueSweeper(recovery, queue, leases, listeners));
    recoverers.addAll(List.of(recovering, sweeping));
    recovering.startAfter(recoverer.pause());
    sweeping.startAfter(recoverer.pause());
  }

  /** On a thread of the backend's, which swallows what is thrown. */
  private void cancelRequested(String id) {
    settings.fatalErrors().watched("Cancelling", () -> shared.canceller().told(id)).run();
  }

  private FetchLoop fetcher(String queue, QueueConsumer consumer) {
    QueueCapacity places = capacity.of(queue);
    TaskRunner runner = new TaskRunner(shared, places, new Settler(consumer, shared));
    FetchAge age = new FetchAge(settings.time(), shared.lastAnswer());
    return new FetchLoop(consumer, places, runner, age);
  }

  private BackgroundLoop loop(String name, BackgroundLoop.Pass pass) {
    return new BackgroundLoop(name, pass, outages, settings.fatalErrors());
  }

  /**
   * The one order in which everything stops. Interrupting this thread is like bringing the deadline
   * forward to now.
   */
  void stop(StopDeadline deadline) {
    boolean interrupted = false;
    for (StopStep step : steps(deadline)) {
      try {
        step.run();
      } catch (InterruptedException e) {
        interrupted = true;
        deadline.shorten(Duration.ZERO);
      } catch (RuntimeException e) {
        log.warn("Stopping worker {}: {}", settings.id(), e.toString());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A step of the stop, after which the next one follows whatever it throws. */
  @FunctionalInterface
  private interface StopStep {
    void run() throws InterruptedException;
  }

  private List<StopStep> steps(StopDeadline deadline) {
    return List.of(
        // Fetch no more, or there would always be one more task to wait for.
        this::stopFetching,
        // Make no more tasks ready: others do, and what we do meanwhile should be the handlers'.
        this::stopPromoting,
        // Nor look after dead letters or dead workers, for the same reason.
        trimming::stop,
        releasing::stop,
        () -> recoverers.forEach(BackgroundLoop::stop),
        // Let a fetch that is under way bring what it brings: it is given back at once.
        () -> awaitAll(fetchLoops, deadline.interruptAt()),
        // Let handlers finish: that is what a drain is for.
        () -> shared.inFlight().awaitNone(deadline::interruptAt),
        // Then ask them to stop, and give those that obey the time to do it.
        () -> shared.inFlight().each(shared.stopper()::shutDown),
        () -> shared.inFlight().awaitNone(deadline::releaseAt),
        // Give the rest back uncharged, while the connections that this takes are still there.
        () -> shared.inFlight().each(shared.stopper()::release),
        () -> shared.inFlight().awaitNone(deadline::leaveAt),
        // Until now a task could be cancelled while it ran; no longer does any.
        this::stopCancelling,
        // From here on nothing is held: leases need no renewal, and nobody need know of us.
        renewing::stop,
        heartbeats::stop,
        () -> heartbeat.withdraw(LAST_WORD),
        // The connections last, since everything above may still need them.
        () -> consumers.values().forEach(QueueConsumer::close),
        () -> awaitAll(fetchLoops, System.nanoTime() + LAST_WORD.toNanos()),
        timers::close,
        shared.threads()::close);
  }

  private void stopFetching() {
    fetchLoops.forEach(BackgroundLoop::stop);
    fetchers.values().forEach(FetchLoop::stop);
    shared.gate().stop();
    capacity.stop();
  }

  private void stopPromoting() {
    promoters.forEach(BackgroundLoop::stop);
    wakers.forEach(DelayedTasks.Subscription::close);
  }

  private void stopCancelling() {
    cancelling.stop();
    cancelRequests.forEach(DelayedTasks.Subscription::close);
  }

  private static void awaitAll(List<BackgroundLoop> loops, long deadlineNanos)
      throws InterruptedException {
    for (BackgroundLoop loop : loops) {
      loop.awaitEnd(deadlineNanos);
    }
  }

  /** Makes a stop that is under way look at its deadline again. */
  void wakeStop() {
    shared.inFlight().wake();
  }

  Capacity capacity() {
    return capacity;
  }

  Duration fetchAge(String queue) {
    FetchLoop fetcher = fetchers.get(queue);
    return fetcher == null ? Duration.ZERO : fetcher.age();
  }
}
