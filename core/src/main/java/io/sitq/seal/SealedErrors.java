package io.sitq.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sitq.AttemptError;
import io.sitq.TaskFailure;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Delivery;
import io.sitq.spi.Limits;
import io.sitq.spi.StoredTask;
import io.sitq.spi.Texts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Errors as sealed text: {@code sealed:} and Base64. A failure's error and traceback are sealed as
 * one and kept in the place of the traceback; in that of the error it says who can read them. The
 * types stay as they are, to filter and to count by.
 */
final class SealedErrors {
  private static final String PREFIX = "sealed:";

  /** As Base64, sealed and beside an error, still within the limit of a traceback. */
  private static final int TRACEBACK_BYTES = Limits.TRACEBACK_BYTES * 2 / 3;

  /** As Base64 and sealed, still within the 512 bytes that are kept of an earlier error. */
  private static final int ATTEMPT_BYTES = 256;

  private SealedErrors() {}

  static TaskFailure sealed(SealKey key, Delivery task, TaskFailure failure) {
    byte[] error = failure.error().getBytes(UTF_8);
    byte[] traceback = Texts.cut(failure.traceback(), TRACEBACK_BYTES).getBytes(UTF_8);
    byte[] content =
        ByteBuffer.allocate(Short.BYTES + error.length + traceback.length)
            .putShort((short) error.length)
            .put(error)
            .put(traceback)
            .array();
    return new TaskFailure(
        "encrypted with key " + key.id(),
        failure.errorType(),
        failure.supertypes(),
        text(key, SealContext.FAILURE, task, content));
  }

  static AttemptError sealed(SealKey key, Delivery task, AttemptError error) {
    byte[] content = Texts.cut(error.error(), ATTEMPT_BYTES).getBytes(UTF_8);
    return new AttemptError(
        error.attempt(),
        error.errorType(),
        text(key, SealContext.ATTEMPT, task, content),
        error.at());
  }

  private static String text(SealKey key, SealContext kind, Delivery task, byte[] content) {
    byte[] sealed = SealedBytes.seal(key, kind.of(task.id(), task.task()), content);
    return PREFIX + Base64.getEncoder().withoutPadding().encodeToString(sealed);
  }

  static StoredTask opened(StoredTask task, Sealing sealing) {
    TaskFailure failure = task.failure();
    boolean sealed = failure != null && failure.traceback().startsWith(PREFIX);
    if (!sealed && task.errors().stream().noneMatch(e -> e.error().startsWith(PREFIX))) {
      return task;
    }
    List<AttemptError> errors = new ArrayList<>();
    for (AttemptError error : task.errors()) {
      errors.add(error.error().startsWith(PREFIX) ? opened(task, error, sealing) : error);
    }
    return new StoredTask(
        task.id(),
        task.status(),
        task.task(),
        task.attempt(),
        task.crashes(),
        task.worker(),
        task.value(),
        sealed ? opened(task, failure, sealing) : failure,
        errors,
        task.enqueuedAt(),
        task.startedAt(),
        task.finishedAt(),
        task.nextAttemptAt());
  }

  private static TaskFailure opened(StoredTask task, TaskFailure failure, Sealing sealing) {
    String error = failure.error();
    String traceback;
    try {
      ByteSlice content = content(task, SealContext.FAILURE, failure.traceback(), sealing);
      ByteBuffer bytes = ByteBuffer.wrap(content.array(), content.offset(), content.length());
      byte[] first = new byte[bytes.getShort()];
      bytes.get(first);
      error = new String(first, UTF_8);
      traceback = UTF_8.decode(bytes).toString();
    } catch (SealException e) {
      traceback = e.getMessage();
    }
    return new TaskFailure(error, failure.errorType(), failure.supertypes(), traceback);
  }

  private static AttemptError opened(StoredTask task, AttemptError error, Sealing sealing) {
    String text;
    try {
      ByteSlice content = content(task, SealContext.ATTEMPT, error.error(), sealing);
      text = new String(content.array(), content.offset(), content.length(), UTF_8);
    } catch (SealException e) {
      text = "encrypted";
    }
    return new AttemptError(error.attempt(), error.errorType(), text, error.at());
  }

  /**
   * The content of a sealed text.
   *
   * @throws SealException if the seal does not fit
   */
  private static ByteSlice content(
      StoredTask task, SealContext kind, String text, Sealing sealing) {
    String name = String.valueOf(task.task());
    byte[] sealed;
    try {
      sealed = Base64.getDecoder().decode(text.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw Sealing.refused(kind, task.id(), name, "is sealed, and its seal is damaged");
    }
    return sealing.open(kind, task.id(), name, ByteSlice.of(sealed));
  }
}
