package io.sitq.worker.internal;

import io.sitq.TaskListener;
import io.sitq.seal.Sealing;
import io.sitq.spi.Backend;
import io.sitq.spi.TimeSource;
import io.sitq.worker.TaskModule;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything a worker is told, checked.
 *
 * @param id its name in the registry
 * @param backend where the tasks are
 * @param closesBackend whether the backend is closed with the worker
 * @param tasks what it can execute
 * @param sealing which keys seal tasks and results
 * @param queues its queues, each with how many tasks it executes at once there
 * @param concurrency how many tasks it executes at once in all
 * @param listeners who is told
 * @param drain how long closing takes at most
 * @param lease how long what was fetched is the worker's without renewal
 * @param crashLimit how many workers a task may kill
 * @param unknownTasks what is done about tasks that it can't execute
 * @param fatalErrors what is done about errors after which nothing can be trusted
 * @param time the clock
 * @param modules what is closed with the worker
 */
public record WorkerSettings(
    String id,
    Backend backend,
    boolean closesBackend,
    KnownTasks tasks,
    Sealing sealing,
    Map<String, Integer> queues,
    int concurrency,
    List<TaskListener> listeners,
    Duration drain,
    Duration lease,
    int crashLimit,
    UnknownTaskPolicy unknownTasks,
    FatalErrors fatalErrors,
    TimeSource time,
    List<TaskModule> modules) {
  /** Copies the collections; queues keep their order. */
  public WorkerSettings {
    queues = Collections.unmodifiableMap(new LinkedHashMap<>(queues));
    listeners = List.copyOf(listeners);
    modules = List.copyOf(modules);
  }
}
