package io.sitq.examples;

import io.sitq.worker.TaskHandler;

/** Divides. It checks nothing: what goes wrong becomes the task's failure. */
final class DivideHandler implements TaskHandler<Divide, Integer> {
  @Override
  public Integer handle(Divide task) {
    return task.a() / task.b();
  }
}
