/**
 * Handling failures, by example: one runnable class for each section of the guide, and the tasks
 * that they enqueue.
 *
 * <p>Each example has a {@code main} that takes the URI of a Redis, starts a worker of its own and
 * prints what it saw; {@code README.md} in this module says how to run them. {@link
 * io.sitq.examples.ExampleTasks} makes the module's JAR a task JAR, which {@code sitq-worker run
 * --tasks} can load.
 */
@NullMarked
package io.sitq.examples;

import org.jspecify.annotations.NullMarked;
