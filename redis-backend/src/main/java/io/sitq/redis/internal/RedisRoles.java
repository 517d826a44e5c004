package io.sitq.redis.internal;

import io.sitq.BackendException;
import io.sitq.redis.RedisSettings;
import io.sitq.spi.Cancellations;
import io.sitq.spi.DeadLetterStore;
import io.sitq.spi.DelayedTasks;
import io.sitq.spi.Enqueuer;
import io.sitq.spi.Inspector;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.Recovery;
import io.sitq.spi.ResultReader;
import io.sitq.spi.WorkerRegistry;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;

/** The roles of one backend on one set of connections. */
public final class RedisRoles implements AutoCloseable {
  private final RedisContext context;
  private final QueueDirectory directory;
  private final QueueLayouts layouts;
  private final RedisEnqueuer enqueuer;
  private final RedisResultReader results;
  private final RedisDelayedTasks delayedTasks;
  private final RedisRecovery recovery;
  private final RedisCancellations cancellations;
  private final RedisDeadLetters deadLetters;
  private final RedisRegistry registry;
  private final RedisInspector inspector;
  private final AtomicBoolean closed = new AtomicBoolean();

  private RedisRoles(RedisContext context) {
    Notifications notifications = new Notifications(context.connections(), context.timer());
    this.context = context;
    this.directory = new QueueDirectory(context);
    this.layouts = new QueueLayouts(context);
    this.results = new RedisResultReader(context, notifications, layouts);
    this.enqueuer = new RedisEnqueuer(context, directory, layouts, results.waiters());
    this.delayedTasks = new RedisDelayedTasks(context, notifications, layouts);
    this.recovery = new RedisRecovery(context, layouts);
    this.cancellations = new RedisCancellations(context, notifications, layouts);
    this.deadLetters = new RedisDeadLetters(context, layouts);
    this.registry = new RedisRegistry(context, directory);
    this.inspector = new RedisInspector(context, layouts);
  }

  /** Connects and checks the server. */
  public static RedisRoles connect(RedisSettings settings) {
    RedisErrors errors = new RedisErrors(settings.address());
    Connections connections = Connections.open(settings, errors);
    try {
      connections.check(new ServerCheck(errors, settings.address()));
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, RedisRoles::timerThread);
    timer.setRemoveOnCancelPolicy(true);
    return new RedisRoles(
        new RedisContext(
            settings,
            new Keys(settings.namespace()),
            errors,
            connections,
            new ScriptRunner(connections.commands(), connections::suspect),
            timer));
  }

  private static Thread timerThread(Runnable work) {
    Thread thread = new Thread(work, "sitq-redis-timer");
    thread.setDaemon(true);
    return thread;
  }

  private <T> T open(T role) {
    if (closed.get()) {
      throw new BackendException(
          "use", "the backend at " + address() + " is closed: connect again", null);
    }
    return role;
  }

  /** The server without credentials. */
  public String address() {
    return context.settings().address();
  }

  /** Puts tasks into queues. */
  public Enqueuer enqueuer() {
    return open(enqueuer);
  }

  /** Tells what became of tasks. */
  public ResultReader results() {
    return open(results);
  }

  /** A new end of a queue. */
  public QueueConsumer consumer(String queue, String workerId) {
    return new PartitionedConsumer(open(context), layouts, queue, workerId);
  }

  /** Makes tasks ready when they are due. */
  public DelayedTasks delayedTasks() {
    return open(delayedTasks);
  }

  /** Brings back what dead workers have left behind. */
  public Recovery recovery() {
    return open(recovery);
  }

  /** Ends tasks that are not wanted any more. */
  public Cancellations cancellations() {
    return open(cancellations);
  }

  /** Keeps tasks that failed for good. */
  public DeadLetterStore deadLetters() {
    return open(deadLetters);
  }

  /** Who is alive. */
  public WorkerRegistry registry() {
    return open(registry);
  }

  /** What operators look at. */
  public Inspector inspector() {
    return open(inspector);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      enqueuer.close();
      results.close();
      layouts.close();
      context.timer().shutdownNow();
      context.connections().close();
    }
  }
}
