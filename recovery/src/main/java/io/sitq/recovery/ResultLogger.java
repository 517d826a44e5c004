package io.sitq.recovery;

import io.sitq.TaskResult;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs for a caller what became of its tasks: a success at INFO; a failure at ERROR, its traceback
 * at DEBUG; a task that is not found at ERROR, a cancelled one at WARN, one that has not ended at
 * INFO. Stateless.
 *
 * <p>The facts are SLF4J key-value pairs, which a JSON encoder turns into fields: {@code task_id},
 * {@code task}, {@code status} ({@code not_found} if there is none), {@code success}, {@code
 * attempt}, {@code error}, {@code error_type}; those that a task doesn't have are left out. Never a
 * value. Errors are one line of at most 200 characters.
 *
 * <pre>{@code
 * ResultLogger results = new ResultLogger();
 * var result = results.log(id, queue.getResult(id, Duration.ofSeconds(10)));
 * }</pre>
 */
public final class ResultLogger {
  private final Logger log;

  /** Logs to the logger {@code io.sitq.results}. */
  public ResultLogger() {
    this(LoggerFactory.getLogger("io.sitq.results"));
  }

  /** Logs to a logger of one's own. */
  public ResultLogger(Logger log) {
    this.log = Require.setting("log", log);
  }

  /** Logs what {@code getResult} answered for an id, and gives it back. */
  public <R> Optional<TaskResult<R>> log(String id, Optional<TaskResult<R>> result) {
    Require.argument("id", id);
    if (Require.argument("result", result).isPresent()) {
      log(result.get());
    } else {
      line(Level.ERROR, id, "not_found", false).write("Task not found: {}", OneLine.of(id));
    }
    return result;
  }

  /** Logs a result, and gives it back. */
  public <R> TaskResult<R> log(TaskResult<R> result) {
    Require.argument("result", result);
    switch (result.status()) {
      case SUCCESS -> line(Level.INFO, result).write("Task succeeded");
      case FAILED -> {
        line(Level.ERROR, result).write("Task failed: {}", OneLine.of(result.error()));
        if (log.isDebugEnabled()) {
          line(Level.DEBUG, result).write("Traceback:\n{}", result.traceback());
        }
      }
      case CANCELLED -> line(Level.WARN, result).write("Task was cancelled");
      default ->
          line(Level.INFO, result).write("Task has not ended: {}", result.status().wireName());
    }
    return result;
  }

  private LogLine line(Level level, TaskResult<?> result) {
    return line(level, result.id(), result.status().wireName(), result.isSuccess())
        .with("task", result.taskName() == null ? null : OneLine.of(result.taskName()))
        .with("attempt", result.attempt())
        .with("error", result.error() == null ? null : OneLine.of(result.error()))
        .with("error_type", result.errorType() == null ? null : OneLine.of(result.errorType()));
  }

  private LogLine line(Level level, String id, String status, boolean success) {
    return new LogLine(log, level)
        .with("task_id", OneLine.of(id))
        .with("status", status)
        .with("success", success);
  }
}
