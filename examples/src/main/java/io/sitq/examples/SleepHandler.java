package io.sitq.examples;

import io.sitq.worker.TaskAction;

/** Sleeps. An interrupt ends it, as it ends most of what blocks in Java: nothing has to be done. */
final class SleepHandler implements TaskAction<Sleep> {
  @Override
  public void run(Sleep task) throws InterruptedException {
    Thread.sleep(task.millis());
  }
}
