package io.sitq.worker;

import io.sitq.TaskEvent;
import io.sitq.TaskFailure;
import io.sitq.TaskListener;
import io.sitq.spi.Texts;
import io.sitq.worker.internal.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs one line for each task that does not go well: a failed task at WARN, a retry, a lost attempt
 * and a cancelled task at INFO (the backend warns of a lost attempt, and says whose the task is); a
 * success at DEBUG. With SLF4J key-value pairs {@code task_id}, {@code task}, {@code queue}, {@code
 * attempt}, and {@code error_type} of a failure. Never a payload, a result or a traceback: the
 * failed result has that. Stateless.
 */
public final class LoggingListener implements TaskListener {
  private static final int ERROR_CHARS = 200;

  private final Logger log;

  /** Logs to the logger {@code io.sitq.tasks}. */
  public LoggingListener() {
    this(LoggerFactory.getLogger("io.sitq.tasks"));
  }

  /** Logs to a logger of one's own. */
  public LoggingListener(Logger log) {
    this.log = Require.notNull("log", log);
  }

  @Override
  public void succeeded(TaskEvent event) {
    if (log.isDebugEnabled()) {
      line(Level.DEBUG, event).log("Task succeeded");
    }
  }

  @Override
  public void retried(TaskEvent event) {
    line(Level.INFO, event)
        .addKeyValue("retry_delay", event.retryDelay())
        .log("Task failed and is tried again: {}", error(event.failure()));
  }

  @Override
  public void failed(TaskEvent event) {
    line(Level.WARN, event).log("Task failed: {}", error(event.failure()));
  }

  @Override
  public void cancelled(TaskEvent event) {
    line(Level.INFO, event).log("Task cancelled");
  }

  @Override
  public void lost(TaskEvent event) {
    line(Level.INFO, event)
        .addKeyValue("worker", event.workerId())
        .log("Task's lease was lost: what became of this attempt is refused");
  }

  private LoggingEventBuilder line(Level level, TaskEvent event) {
    LoggingEventBuilder line =
        log.atLevel(level)
            .addKeyValue("task_id", LogText.of(event.taskId()))
            .addKeyValue("task", LogText.of(event.taskName()))
            .addKeyValue("queue", event.queue())
            .addKeyValue("attempt", event.attempt());
    TaskFailure failure = event.failure();
    return failure == null ? line : line.addKeyValue("error_type", failure.errorType());
  }

  /** On one line, whatever the message holds. */
  private static String error(@org.jspecify.annotations.Nullable TaskFailure failure) {
    return failure == null ? "" : Texts.oneLine(failure.error(), ERROR_CHARS, ' ');
  }
}
