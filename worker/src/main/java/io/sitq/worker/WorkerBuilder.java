package io.sitq.worker;

import io.sitq.ConfigurationException;
import io.sitq.Task;
import io.sitq.TaskListener;
import io.sitq.TaskValidationException;
import io.sitq.kryo.KryoSerializer;
import io.sitq.seal.Sealing;
import io.sitq.spi.Backend;
import io.sitq.spi.Names;
import io.sitq.spi.Serializer;
import io.sitq.spi.TimeSource;
import io.sitq.worker.internal.FatalErrors;
import io.sitq.worker.internal.HandlerCode;
import io.sitq.worker.internal.HandlerRegistry;
import io.sitq.worker.internal.UnknownTaskPolicy;
import io.sitq.worker.internal.WorkerIds;
import io.sitq.worker.internal.WorkerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Worker}. Used by one thread, once. */
public final class WorkerBuilder extends HandlerMethods {
  /** How many tasks a worker executes at once unless set otherwise. */
  public static final int DEFAULT_CONCURRENCY = 64;

  /** How long {@link Worker#close} takes at most unless set otherwise. */
  public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(25);

  /** How long what a worker has fetched stays its own without renewal, unless set otherwise. */
  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

  /** How many workers a task may kill unless set otherwise. */
  public static final int DEFAULT_CRASH_LIMIT = 3;

  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  /** How long a task of an unknown name is held back for the first time. */
  public static final Duration DEFAULT_UNKNOWN_TASK_DELAY = Duration.ofSeconds(1);

  /** How long a task of an unknown name is held back at most. */
  public static final Duration DEFAULT_UNKNOWN_TASK_MAX_DELAY = Duration.ofSeconds(60);

  /** How often a task of an unknown name is handed back before it fails. */
  public static final int DEFAULT_UNKNOWN_TASK_HANDBACKS = 20;

  /** What a queue that names no concurrency of its own may use: the whole worker. */
  private static final int WHOLE_WORKER = 0;

  private final Backend backend;
  private final HandlerRegistry registry = new HandlerRegistry();
  private final Map<String, Integer> queues = new LinkedHashMap<>();
  private final List<TaskListener> listeners = new ArrayList<>();
  private final List<Serializer> serializers = new ArrayList<>();
  private final List<TaskModule> modules = new ArrayList<>();
  private Sealing sealing = Sealing.none();
  private int concurrency = DEFAULT_CONCURRENCY;
  private Duration drain = DEFAULT_DRAIN;
  private Duration lease = DEFAULT_LEASE;
  private int crashLimit = DEFAULT_CRASH_LIMIT;
  private @Nullable String name;
  private UnknownTaskPolicy unknownTasks =
      new UnknownTaskPolicy(
          DEFAULT_UNKNOWN_TASK_DELAY,
          DEFAULT_UNKNOWN_TASK_MAX_DELAY,
          DEFAULT_UNKNOWN_TASK_HANDBACKS);
  private Consumer<Throwable> onFatalError = FatalErrors::halt;
  private TimeSource time = TimeSource.system();
  private boolean logsTasks = true;
  private boolean closesBackend = true;

  WorkerBuilder(Backend backend) {
    this.backend = Require.notNull("backend", backend);
  }

  /**
   * Serves a queue, with as many tasks at once as the whole worker may execute. If no queue is
   * named, {@code default} is served.
   *
   * @throws TaskValidationException unless the name is 1 to 128 of {@code [A-Za-z0-9._-]}
   * @throws ConfigurationException if the queue was named before
   */
  public WorkerBuilder queue(String queue) {
    return addQueue(queue, WHOLE_WORKER);
  }

  /**
   * Serves a queue, with at most {@code concurrency} tasks at once.
   *
   * @throws TaskValidationException unless the name is 1 to 128 of {@code [A-Za-z0-9._-]}
   * @throws ConfigurationException if the queue was named before, or {@code concurrency} is less
   *     than 1; at {@link #build} if it is more than the worker's
   */
  public WorkerBuilder queue(String queue, int concurrency) {
    return addQueue(queue, Require.atLeast("queue " + queue + " concurrency", 1, concurrency));
  }

  private WorkerBuilder addQueue(String queue, int limit) {
    Names.requireQueue(Require.notNull("queue", queue));
    if (queues.putIfAbsent(queue, limit) != null) {
      throw new ConfigurationException("queue", "must be named once", queue);
    }
    return this;
  }

  /**
   * How many tasks the whole worker executes at once. Default: 64. On JDK 21 and later each has a
   * virtual thread, before that a thread of a pool.
   *
   * @throws ConfigurationException if it is less than 1
   */
  public WorkerBuilder concurrency(int newConcurrency) {
    this.concurrency = Require.atLeast("concurrency", 1, newConcurrency);
    return this;
  }

  @Override
  public <T extends Task<R>, R> WorkerBuilder handle(
      Class<T> type, ContextTaskHandler<T, R> handler, HandlerOptions options) {
    Require.notNull("handler", handler);
    registry.add(type, HandlerCode.blocking(handler), Require.notNull("options", options));
    return this;
  }

  @Override
  public <T extends Task<R>, R> WorkerBuilder handleAsync(
      Class<T> type, ContextAsyncTaskHandler<T, R> handler, HandlerOptions options) {
    Require.notNull("handler", handler);
    registry.add(type, HandlerCode.async(handler), Require.notNull("options", options));
    return this;
  }

  /** Registers a module's handlers; the worker closes the module when it has stopped. */
  public WorkerBuilder module(TaskModule module) {
    Require.notNull("module", module).register(this);
    modules.add(module);
    return this;
  }

  /** Somebody who is told of tasks and of the worker. May be called for several. */
  public WorkerBuilder listener(TaskListener listener) {
    listeners.add(Require.notNull("listener", listener));
    return this;
  }

  /** Whether what goes wrong with tasks is logged, by a {@link LoggingListener}. Default: true. */
  public WorkerBuilder logTasks(boolean newLogsTasks) {
    this.logsTasks = newLogsTasks;
    return this;
  }

  /**
   * A serializer whose payloads are accepted; results are encoded as their payload was. May be
   * called for several. Default: {@link KryoSerializer} alone.
   */
  public WorkerBuilder serializer(Serializer serializer) {
    serializers.add(Require.notNull("serializer", serializer));
    return this;
  }

  /**
   * Checks the seals of tasks, and seals their results. With keys, a task that is not sealed with
   * one of them fails at once and becomes a dead letter, unless {@link Sealing#acceptUnsealed()}.
   * Default: {@link Sealing#none()}.
   */
  public WorkerBuilder sealing(Sealing newSealing) {
    this.sealing = Require.notNull("sealing", newSealing);
    return this;
  }

  /**
   * How long {@link Worker#close} takes at most. Default: 25 s.
   *
   * @throws ConfigurationException if it is negative or longer than 3650 days
   */
  public WorkerBuilder drain(Duration newDrain) {
    this.drain = Require.notNegative("drain", newDrain);
    return this;
  }

  /**
   * How long a task stays this worker's without a sign of life. Leases are renewed when a third of
   * them is over; a worker that dies or is cut off loses its tasks to others after one lease. Must
   * be the same for all workers of a queue. Default: 30 s.
   *
   * @throws ConfigurationException unless it is at least a second and at most 3650 days
   */
  public WorkerBuilder lease(Duration newLease) {
    Require.notNegative("lease", newLease);
    if (newLease.compareTo(SHORTEST_LEASE) < 0) {
      throw new ConfigurationException("lease", "must be at least 1 s", newLease);
    }
    this.lease = newLease;
    return this;
  }

  /**
   * How many workers a task may kill: one that was running when more of them died, the last ones
   * while it ran alone, fails and becomes a dead letter. Must be the same for all workers of a
   * queue. Default: 3.
   *
   * @throws ConfigurationException if it is less than 1
   */
  public WorkerBuilder crashLimit(int newCrashLimit) {
    this.crashLimit = Require.atLeast("crashLimit", 1, newCrashLimit);
    return this;
  }

  /**
   * What the worker's id begins with. Default: the machine's name, cut.
   *
   * @throws ConfigurationException unless it is 1 to 16 of {@code [A-Za-z0-9._-]}
   */
  public WorkerBuilder name(String newName) {
    this.name = WorkerIds.requireName(Require.notNull("name", newName));
    return this;
  }

  /**
   * How tasks of a name that this worker doesn't know are handed back, so that another one may take
   * them: uncharged, with a delay that doubles from {@code delay} to {@code maxDelay}, and at most
   * {@code handbacks} times; then they fail. Default: 1 s, 60 s, 20.
   *
   * @throws ConfigurationException if {@code delay} is less than a millisecond, {@code maxDelay} is
   *     less than it, one of them is longer than 3650 days, or {@code handbacks} is negative
   */
  public WorkerBuilder unknownTasks(Duration delay, Duration maxDelay, int handbacks) {
    Require.atLeastOneMilli("unknownTasks.delay", delay);
    if (Require.notNegative("unknownTasks.maxDelay", maxDelay).compareTo(delay) < 0) {
      throw new ConfigurationException(
          "unknownTasks.maxDelay", "must not be shorter than delay (" + delay + ")", maxDelay);
    }
    Require.atLeast("unknownTasks.handbacks", 0, handbacks);
    this.unknownTasks = new UnknownTaskPolicy(delay, maxDelay, handbacks);
    return this;
  }

  /**
   * What is done about an {@code OutOfMemoryError} or another {@code VirtualMachineError}, after
   * which nothing that the process would still write can be trusted. Its task is not settled.
   * Default: a short log line, and {@code Runtime.halt(70)}; other workers recover the task.
   */
  public WorkerBuilder onFatalError(Consumer<Throwable> newOnFatalError) {
    this.onFatalError = Require.notNull("onFatalError", newOnFatalError);
    return this;
  }

  /** Another clock, for tests. */
  public WorkerBuilder timeSource(TimeSource newTime) {
    this.time = Require.notNull("timeSource", newTime);
    return this;
  }

  /** Leaves the backend open when the worker is closed, since somebody else uses it too. */
  public WorkerBuilder keepBackendOpen() {
    this.closesBackend = false;
    return this;
  }

  /**
   * The worker, not started.
   *
   * @throws ConfigurationException if there is no handler, a queue's concurrency exceeds the
   *     worker's, or two serializers have one codec name
   * @throws TaskValidationException if a serializer can't encode a task's type or its result's
   */
  public Worker build() {
    if (registry.isEmpty()) {
      throw new ConfigurationException("handlers", "must be at least one", 0);
    }
    List<Serializer> accepted =
        serializers.isEmpty() ? List.of(new KryoSerializer()) : List.copyOf(serializers);
    List<TaskListener> told = new ArrayList<>(listeners);
    if (logsTasks) {
      told.add(0, new LoggingListener());
    }
    return new Worker(
        new WorkerSettings(
            WorkerIds.make(name),
            backend,
            closesBackend,
            registry.known(accepted),
            sealing,
            queueLimits(),
            concurrency,
            told,
            drain,
            lease,
            crashLimit,
            unknownTasks,
            new FatalErrors(onFatalError),
            time,
            List.copyOf(modules)));
  }

  private Map<String, Integer> queueLimits() {
    Map<String, Integer> limits = new LinkedHashMap<>();
    queues.forEach(
        (queue, limit) -> {
          if (limit > concurrency) {
            throw new ConfigurationException(
                "queue " + queue + " concurrency",
                "must be at most the worker's concurrency (" + concurrency + ")",
                limit);
          }
          limits.put(queue, limit == WHOLE_WORKER ? concurrency : limit);
        });
    return limits.isEmpty() ? Map.of(Names.DEFAULT_QUEUE, concurrency) : limits;
  }

  @Override
  WorkerBuilder self() {
    return this;
  }
}
