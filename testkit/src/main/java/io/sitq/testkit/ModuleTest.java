package io.sitq.testkit;

import io.sitq.Task;
import io.sitq.worker.TaskModule;
import org.jspecify.annotations.Nullable;

/**
 * Runs the handlers of a module, each found by its task's class, as {@link HandlerTest} does. Made
 * by {@link HandlerTest#of}.
 */
public final class ModuleTest implements AutoCloseable {
  private final TaskModule module;
  private final CollectedHandlers handlers = new CollectedHandlers();

  ModuleTest(TaskModule module) {
    this.module = module;
    module.register(handlers);
  }

  /** Runs the task's handler. With {@link HandlerTestOptions#defaults()}. */
  public <T extends Task<R>, R> @Nullable R run(T task) throws Exception {
    return run(task, HandlerTestOptions.defaults());
  }

  /**
   * Runs the task's handler; throws what {@link HandlerTest} says.
   *
   * @throws io.sitq.TaskValidationException also if the module has no handler for the task's class
   */
  public <T extends Task<R>, R> @Nullable R run(T task, HandlerTestOptions options)
      throws Exception {
    HandlerTest.notNull("options", options);
    return handlers.of(task).run(task, options);
  }

  /** Closes the module, as a worker does at its end. */
  @Override
  public void close() {
    module.close();
  }
}
