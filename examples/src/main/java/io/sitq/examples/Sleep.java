package io.sitq.examples;

import io.sitq.Task;
import io.sitq.TaskName;

/** Takes a while and has no result. */
@TaskName("sleep")
public record Sleep(long millis) implements Task<Void> {}
