package io.sitq.cli;

import io.sitq.AttemptError;
import io.sitq.TaskFailure;
import io.sitq.TaskStatus;
import io.sitq.spi.EncodedValue;
import io.sitq.spi.StoredTask;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks as a backend would give them. */
final class Tasks {
  private static final Instant ENQUEUED = Instant.parse("2026-01-02T03:04:05Z");

  private Tasks() {}

  static StoredTask succeeded(@Nullable EncodedValue value) {
    return new StoredTask(
        "default:1",
        TaskStatus.SUCCESS,
        "divide",
        1,
        0,
        "w-1",
        value,
        null,
        List.of(),
        ENQUEUED,
        ENQUEUED.plusMillis(10),
        ENQUEUED.plusMillis(30),
        null);
  }

  static StoredTask failed(String error, String traceback) {
    return new StoredTask(
        "default:1",
        TaskStatus.FAILED,
        "divide",
        2,
        1,
        "w-1",
        null,
        new TaskFailure(error, "java.io.IOException", List.of(), traceback),
        List.of(new AttemptError(1, "java.io.EOFException", "early", ENQUEUED)),
        ENQUEUED,
        ENQUEUED.plusMillis(10),
        ENQUEUED.plusMillis(30),
        null);
  }

  static StoredTask pending() {
    return new StoredTask(
        "default:1",
        TaskStatus.PENDING,
        null,
        1,
        0,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        null);
  }
}
