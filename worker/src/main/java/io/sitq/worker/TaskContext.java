package io.sitq.worker;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;

/** What surrounds one attempt. Thread-safe, and valid after the attempt too. */
public interface TaskContext {
  /** The task's id, its queue included. The same in each attempt: a key for idempotence. */
  String taskId();

  /** The task's name on the wire, as it came: an alias, if the producer still uses it. */
  String taskName();

  /** The queue that it came from. */
  String queue();

  /** Which execution this is, counted from 1. */
  int attempt();

  /** The worker's id. */
  String workerId();

  /** When the attempt times out, by this machine's clock; empty if it has no timeout. */
  Optional<Instant> deadline();

  /** The headers that the producer set. Unmodifiable. */
  Map<String, String> headers();

  /** A logger named after the task's class. While the handler runs, the MDC names the task. */
  Logger logger();

  /**
   * Whether the attempt must stop: its timeout is over, somebody has cancelled the task, its lease
   * is another worker's, or the worker's drain is over. Its thread is interrupted at that moment
   * too; this is for handlers that compute, and for stages.
   *
   * <p>Also true, without an interrupt, when the lease could not be renewed for so long that
   * another worker may have the task any moment: this worker is cut off, or the backend is away. Do
   * nothing more then that must not be done twice. What the handler throws after that answer gives
   * the task back, and no attempt is charged; a value that it returns nevertheless counts if nobody
   * took the task meanwhile.
   *
   * <p>A handler of a cancelled task that throws ends it as cancelled, whatever it throws; a value
   * that it returns nevertheless is kept, and the task is a success.
   */
  boolean isCancelled();
}
