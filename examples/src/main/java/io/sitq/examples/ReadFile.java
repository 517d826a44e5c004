package io.sitq.examples;

import io.sitq.Task;
import io.sitq.TaskName;

/** Reads a text file in UTF-8 on the worker's machine. */
@TaskName("read-file")
public record ReadFile(String path) implements Task<String> {}
