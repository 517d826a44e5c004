package io.sitq.recovery;

import io.sitq.TaskExecutionException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * No attempt of a caller gave a value. {@code taskId()}, {@code status()} and {@code errorType()}
 * are the last attempt's: its status says whether it failed, was cancelled or has not ended yet.
 */
public class AttemptsFailedException extends TaskExecutionException {
  private static final long serialVersionUID = 1L;

  /** More of them stand in {@link #attempts} only. */
  private static final int SHOWN = 10;

  private final List<FailedAttempt> attempts;

  /** {@code attempts} is not empty; {@code note} is added to the message. */
  AttemptsFailedException(
      String taskName, List<FailedAttempt> attempts, String note, @Nullable Throwable ruleError) {
    super(
        last(attempts).taskId(),
        last(attempts).status(),
        last(attempts).errorType(),
        message(taskName, attempts) + note);
    this.attempts = List.copyOf(attempts);
    if (ruleError != null) {
      addSuppressed(ruleError);
    }
  }

  /** Every attempt's id and error, oldest first. Unmodifiable. */
  public List<FailedAttempt> attempts() {
    return attempts;
  }

  private static FailedAttempt last(List<FailedAttempt> attempts) {
    return attempts.get(attempts.size() - 1);
  }

  private static String message(String taskName, List<FailedAttempt> attempts) {
    int count = attempts.size();
    String all =
        attempts.stream()
            .skip(Math.max(0, count - SHOWN))
            .map(AttemptsFailedException::text)
            .collect(Collectors.joining("; "));
    return "task "
        + taskName
        + " gave no value in "
        + (count == 1 ? "1 attempt" : count + " attempts")
        + (count > SHOWN ? ", the last " + SHOWN + ": " : ": ")
        + all;
  }

  private static String text(FailedAttempt attempt) {
    return switch (attempt.status()) {
      case FAILED ->
          attempt.taskId()
              + " failed with "
              + attempt.errorType()
              + ": "
              + OneLine.of(attempt.error());
      case CANCELLED -> attempt.taskId() + " was cancelled";
      default ->
          attempt.taskId()
              + " has not ended in time, it is "
              + attempt.status().wireName()
              + " and goes on";
    };
  }
}
