package io.sitq.examples;

import io.sitq.Task;
import io.sitq.TaskName;

/**
 * Fails the first {@code failures} times that it runs, then returns how often it ran. The runs are
 * counted in a file that must be there, a line for each, so that they count across attempts, tasks
 * and workers.
 */
@TaskName("flaky")
public record Flaky(String counter, int failures) implements Task<Integer> {}
