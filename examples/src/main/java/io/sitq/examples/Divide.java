package io.sitq.examples;

import io.sitq.Task;
import io.sitq.TaskName;

/** Divides two integers; by zero, it fails as Java does. */
@TaskName("divide")
public record Divide(int a, int b) implements Task<Integer> {}
