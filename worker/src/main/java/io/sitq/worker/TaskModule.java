package io.sitq.worker;

/**
 * A set of handlers that a JAR brings along. {@code sitq-worker run --tasks} finds modules by
 * {@link java.util.ServiceLoader}: they need a public constructor without parameters and a line in
 * {@code META-INF/services/io.sitq.worker.TaskModule}.
 */
public interface TaskModule extends AutoCloseable {
  /**
   * Registers the handlers. Called once, before the worker starts.
   *
   * @throws io.sitq.TaskValidationException from {@code handlers}, if a task is not acceptable
   */
  void register(Handlers handlers);

  /**
   * Frees what the handlers use. Called once, when the worker has stopped and no handler runs, or
   * the bound on waiting for them is over. Does nothing by default.
   */
  @Override
  default void close() {}
}
