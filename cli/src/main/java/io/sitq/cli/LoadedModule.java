package io.sitq.cli;

import io.sitq.worker.Handlers;
import io.sitq.worker.TaskModule;

/** A module whose handlers run with its JAR's class loader, and whose task types are noted. */
record LoadedModule(TaskModule module, ClassLoader loader, TaskTypes types) implements TaskModule {
  @Override
  public void register(Handlers worker) {
    module.register(new LoadedHandlers(types.passOnTo(worker), loader));
  }

  @Override
  public void close() {
    module.close();
  }
}
