package io.sitq.worker.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where handlers run: a virtual thread for each task on JDK 21 and later, else a pool of daemon
 * threads, as many as tasks may run at once. Named {@code sitq-handler-…}.
 */
final class HandlerThreads implements Executor {
  private static final String NAME = "sitq-handler-";
  private static final @Nullable ThreadFactory VIRTUAL = virtualThreads();

  private final @Nullable ThreadPoolExecutor pool;

  HandlerThreads(int concurrency) {
    this.pool = VIRTUAL == null ? newPool(concurrency) : null;
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

  private static ThreadPoolExecutor newPool(int threads) {
    AtomicLong number = new AtomicLong();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, NAME + number.getAndIncrement());
          thread.setDaemon(true);
          return thread;
        };
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
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
