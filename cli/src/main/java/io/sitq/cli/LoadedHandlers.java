package io.sitq.cli;

import io.sitq.Task;
import io.sitq.worker.ContextAsyncTaskHandler;
import io.sitq.worker.ContextTaskHandler;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.Handlers;

/**
 * Registers handlers that run with their JAR's class loader as the context loader: libraries that
 * look for services (JDBC, XML, HTTP clients) find those of the JAR.
 */
final class LoadedHandlers implements Handlers {
  private final Handlers worker;
  private final ClassLoader loader;

  LoadedHandlers(Handlers worker, ClassLoader loader) {
    this.worker = worker;
    this.loader = loader;
  }

  @Override
  public <T extends Task<R>, R> Handlers handle(
      Class<T> type, ContextTaskHandler<T, R> handler, HandlerOptions options) {
    worker.handle(
        type,
        (task, context) -> {
          ClassLoader before = enter();
          try {
            return handler.handle(task, context);
          } finally {
            leave(before);
          }
        },
        options);
    return this;
  }

  @Override
  public <T extends Task<R>, R> Handlers handleAsync(
      Class<T> type, ContextAsyncTaskHandler<T, R> handler, HandlerOptions options) {
    worker.handleAsync(
        type,
        (task, context) -> {
          ClassLoader before = enter();
          try {
            return handler.handle(task, context);
          } finally {
            leave(before);
          }
        },
        options);
    return this;
  }

  private ClassLoader enter() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    return before;
  }

  private static void leave(ClassLoader before) {
    Thread.currentThread().setContextClassLoader(before);
  }
}
