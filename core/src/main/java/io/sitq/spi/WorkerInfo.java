package io.sitq.spi;

import java.time.Instant;
import java.util.Map;

/**
 * A worker in the registry.
 *
 * @param id its name
 * @param host the machine's name
 * @param pid its process
 * @param startedAt when it started, by its clock
 * @param queues its queues, each with how many tasks it executes at once there
 */
public record WorkerInfo(
    String id, String host, long pid, Instant startedAt, Map<String, Integer> queues) {
  /** Copies the map. */
  public WorkerInfo {
    queues = Map.copyOf(queues);
  }
}
