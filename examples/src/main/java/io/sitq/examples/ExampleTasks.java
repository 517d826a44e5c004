package io.sitq.examples;

import io.sitq.worker.Handlers;
import io.sitq.worker.TaskModule;

/** The tasks of the examples: {@code divide}, {@code read-file} and {@code fetch-url}. */
public final class ExampleTasks implements TaskModule {
  @Override
  public void register(Handlers handlers) {
    handlers.handle(Divide.class, new DivideHandler());
    handlers.handle(ReadFile.class, new ReadFileHandler());
    handlers.handle(FetchUrl.class, new FetchUrlHandler());
  }
}
