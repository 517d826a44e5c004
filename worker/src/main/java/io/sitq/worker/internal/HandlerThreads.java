package io.sitq.worker.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where handlers run: a virtual thread for each task on JDK 21 and later, else a pool of daemon
 * threads, as many as the gate lets run at once. The thread that was idle for the shortest time is
 * taken first: few tasks need few threads, and find them warm. Named {@code sitq-handler-…}.
 */
final class HandlerThreads implements Executor {
  private static final String NAME = "sitq-handler-";
  private static final int IDLE_SECONDS = 60;
  private static final @Nullable ThreadFactory VIRTUAL = virtualThreads();

  private final @Nullable ThreadPoolExecutor pool;

  HandlerThreads() {
    this.pool = VIRTUAL == null ? newPool() : null;
  }

  @Override
  public void execute(Runnable task) {
    if (pool != null) {
      pool.execute(task);
    } else if (VIRTUAL != null) {
      VIRTUAL.newThread(task).start();
    }
  }

  /** Takes no more; what runs may end. */
  void close() {
    if (pool != null) {
      pool.shutdown();
    }
  }

  private static ThreadPoolExecutor newPool() {
    AtomicLong number = new AtomicLong();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, NAME + number.getAndIncrement());
          thread.setDaemon(true);
          return thread;
        };
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(), // whose waiting threads are a stack
        factory);
  }

  /** {@code Thread.ofVirtual().name(NAME, 0).factory()}, which Java 17 can't say. */
  private static @Nullable ThreadFactory virtualThreads() {
    try {
      Class<?> builderType = Class.forName("java.lang.Thread$Builder");
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Object named =
          builderType.getMethod("name", String.class, long.class).invoke(builder, NAME, 0L);
      return (ThreadFactory) builderType.getMethod("factory").invoke(named);
    } catch (ReflectiveOperationException e) {
      return null; // before 21, or a preview that is not enabled
    }
  }
}
