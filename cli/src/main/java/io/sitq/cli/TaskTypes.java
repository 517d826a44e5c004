package io.sitq.cli;

import io.sitq.Task;
import io.sitq.spi.TaskType;
import io.sitq.worker.ContextAsyncTaskHandler;
import io.sitq.worker.ContextTaskHandler;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.Handlers;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Notes which tasks a module registers, and passes them on if there is a worker for them. */
final class TaskTypes implements Handlers {
  private final Map<String, TaskType<?>> byName = new TreeMap<>();
  private @Nullable Handlers worker;

  /** From now on registers with this worker too. */
  TaskTypes passOnTo(Handlers newWorker) {
    this.worker = newWorker;
    return this;
  }

  @Override
  public <T extends Task<R>, R> Handlers handle(
      Class<T> type, ContextTaskHandler<T, R> handler, HandlerOptions options) {
    if (worker != null) {
      worker.handle(type, handler, options);
    }
    return add(type);
  }

  @Override
  public <T extends Task<R>, R> Handlers handleAsync(
      Class<T> type, ContextAsyncTaskHandler<T, R> handler, HandlerOptions options) {
    if (worker != null) {
      worker.handleAsync(type, handler, options);
    }
    return add(type);
  }

  /** The types by name and alias. */
  Map<String, TaskType<?>> byName() {
    return byName;
  }

  private <T extends Task<?>> Handlers add(Class<T> type) {
    TaskType<T> task = TaskType.of(type);
    task.allNames().forEach(name -> byName.put(name, task));
    return this;
  }
}
