package io.sitq.worker;

import io.sitq.Task;

/** The methods of {@link Handlers}, so that a builder's calls chain. */
abstract class HandlerMethods implements Handlers {
  abstract WorkerBuilder self();

  @Override
  public <T extends Task<R>, R> WorkerBuilder handle(Class<T> type, TaskHandler<T, R> handler) {
    Handlers.super.handle(type, handler);
    return self();
  }

  @Override
  public <T extends Task<R>, R> WorkerBuilder handle(
      Class<T> type, TaskHandler<T, R> handler, HandlerOptions options) {
    Handlers.super.handle(type, handler, options);
    return self();
  }

  @Override
  public <T extends Task<R>, R> WorkerBuilder handle(
      Class<T> type, ContextTaskHandler<T, R> handler) {
    Handlers.super.handle(type, handler);
    return self();
  }

  @Override
  public <T extends Task<Void>> WorkerBuilder run(Class<T> type, TaskAction<T> action) {
    Handlers.super.run(type, action);
    return self();
  }

  @Override
  public <T extends Task<Void>> WorkerBuilder run(
      Class<T> type, TaskAction<T> action, HandlerOptions options) {
    Handlers.super.run(type, action, options);
    return self();
  }

  @Override
  public <T extends Task<Void>> WorkerBuilder run(Class<T> type, ContextTaskAction<T> action) {
    Handlers.super.run(type, action);
    return self();
  }

  @Override
  public <T extends Task<Void>> WorkerBuilder run(
      Class<T> type, ContextTaskAction<T> action, HandlerOptions options) {
    Handlers.super.run(type, action, options);
    return self();
  }

  @Override
  public <T extends Task<R>, R> WorkerBuilder handleAsync(
      Class<T> type, AsyncTaskHandler<T, R> handler) {
    Handlers.super.handleAsync(type, handler);
    return self();
  }

  @Override
  public <T extends Task<R>, R> WorkerBuilder handleAsync(
      Class<T> type, AsyncTaskHandler<T, R> handler, HandlerOptions options) {
    Handlers.super.handleAsync(type, handler, options);
    return self();
  }

  @Override
  public <T extends Task<R>, R> WorkerBuilder handleAsync(
      Class<T> type, ContextAsyncTaskHandler<T, R> handler) {
    Handlers.super.handleAsync(type, handler);
    return self();
  }
}
