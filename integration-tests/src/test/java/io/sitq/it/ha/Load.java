package io.sitq.it.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.SitqException;
import io.sitq.Task;
import io.sitq.TaskHandle;
import io.sitq.TaskName;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.TaskStatus;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A producer that goes on whatever happens, and remembers what was acknowledged. */
final class Load implements AutoCloseable {
  private final TaskQueue queue;
  private final IntFunction<TaskOptions> options;
  private final Map<Integer, TaskHandle<Integer>> acknowledged =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final Thread thread = new Thread(this::send, "load");
  private volatile boolean stopped;

  @TaskName("work")
  record Work(int number) implements Task<Integer> {}

  /**
   * Starts to send.
   *
   * @param options of the task of a number
   */
  static Load on(TaskQueue queue, IntFunction<TaskOptions> options) {
    Load load = new Load(queue, options);
    load.thread.start();
    return load;
  }

  private Load(TaskQueue queue, IntFunction<TaskOptions> options) {
    this.queue = queue;
    this.options = options;
  }

  private void send() {
    while (!stopped) {
      int number = sent.getAndIncrement();
      try {
        acknowledged.put(number, queue.enqueue(new Work(number), options.apply(number)));
      } catch (SitqException e) {
        refused.incrementAndGet();
      }
    }
  }

  /** How many were acknowledged until now. */
  int size() {
    return acknowledged.size();
  }

  /** Those that were acknowledged, by their numbers. */
  Map<Integer, TaskHandle<Integer>> acknowledged() {
    return acknowledged;
  }

  /** The results of those that were acknowledged and have one in the end, which must be good. */
  Map<Integer, TaskResult<Integer>> ends(Duration patience) {
    Map<Integer, TaskResult<Integer>> ends = new TreeMap<>();
    acknowledged.forEach(
        (number, handle) ->
            queue
                .getResult(handle.id(), Work.class, patience)
                .ifPresent(
                    end -> {
                      assertThat(end.status()).isEqualTo(TaskStatus.SUCCESS);
                      assertThat(end.value()).isEqualTo(number + 1);
                      ends.put(number, end);
                    }));
    return ends;
  }

  /** The ids of those that were acknowledged and are not among the ends. */
  List<String> lost(Map<Integer, TaskResult<Integer>> ends) {
    return acknowledged.entrySet().stream()
        .filter(entry -> !ends.containsKey(entry.getKey()))
        .map(entry -> entry.getValue().id())
        .toList();
  }

  /** How many were not acknowledged; they may be there all the same. */
  int refused() {
    return refused.get();
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
