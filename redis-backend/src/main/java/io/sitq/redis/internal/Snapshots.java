package io.sitq.redis.internal;

import io.sitq.AttemptError;
import io.sitq.TaskFailure;
import io.sitq.TaskStatus;
import io.sitq.spi.AttemptFacts;
import io.sitq.spi.EncodedValue;
import io.sitq.spi.StoredTask;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what {@code include/snapshot.lua} returns; its positions are the ones of that file. */
final class Snapshots {
  private static final String NONE = "NONE";
  private static final String WAITING = "WAITING";

  private Snapshots() {}

  /** Whether {@code await.lua} will tell when the task ends. */
  static boolean isWaiting(List<?> reply) {
    return WAITING.equals(text(reply, 0));
  }

  static Optional<StoredTask> parse(String id, List<?> reply) {
    String status = text(reply, 0);
    if (status == null || status.equals(NONE)) {
      return Optional.empty();
    }
    TaskStatus known;
    try {
      known = TaskStatus.ofWireName(status);
    } catch (IllegalArgumentException e) {
      // a later version's status, or somebody else's hash: not known here, and its neighbours are
      return Optional.empty();
    }
    return Optional.of(known.isTerminal() ? ended(id, known, reply) : live(id, known, reply));
  }

  /** A success, by its facts and its value; null if these are no facts. */
  static @Nullable StoredTask success(String id, String facts, byte @Nullable [] value) {
    if (Facts.unpack(facts) == null) {
      return null;
    }
    Object[] reply = new Object[13];
    reply[5] = value;
    reply[11] = facts;
    return ended(id, TaskStatus.SUCCESS, Arrays.asList(reply));
  }

  private static StoredTask ended(String id, TaskStatus status, List<?> reply) {
    Facts packed = Facts.unpack(text(reply, 11));
    AttemptFacts facts = packed == null ? null : packed.attempt();
    String named = text(reply, 1); // of a failed one as it came; the facts have what it counts as
    byte[] value = (byte[]) reply.get(5);
    String codec = packed == null ? null : packed.codec();
    return new StoredTask(
        id,
        status,
        named == null && facts != null ? facts.task() : named,
        facts == null ? 1 : facts.attempt(),
        facts == null ? 0 : facts.crashes(),
        facts == null || facts.worker().isEmpty() ? null : facts.worker(),
        value == null || codec == null ? null : new EncodedValue(codec, value),
        failure(reply),
        errors(reply),
        facts == null ? null : instant(facts.enqueuedAtMillis()),
        facts == null ? null : instant(facts.startedAtMillis()),
        facts == null ? null : instant(facts.finishedAtMillis()),
        null);
  }

  private static @Nullable Instant instant(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  private static StoredTask live(String id, TaskStatus status, List<?> reply) {
    String due = text(reply, 12);
    return new StoredTask(
        id,
        status,
        text(reply, 1),
        number(reply, 2, 1),
        number(reply, 3, 0),
        text(reply, 4),
        null,
        failure(reply),
        errors(reply),
        null,
        null,
        null,
        due == null ? null : Instant.ofEpochMilli((long) Double.parseDouble(due)));
  }

  private static @Nullable TaskFailure failure(List<?> reply) {
    String error = text(reply, 6);
    String type = text(reply, 7);
    if (error == null || type == null) {
      return null;
    }
    String supertypes = text(reply, 8);
    String traceback = text(reply, 9);
    return new TaskFailure(
        error,
        type,
        supertypes == null || supertypes.isEmpty() ? List.of() : List.of(supertypes.split(" ")),
        traceback == null ? "" : traceback);
  }

  private static List<AttemptError> errors(List<?> reply) {
    return PackedErrors.unpack(text(reply, 10));
  }

  private static @Nullable String text(List<?> reply, int position) {
    return position < reply.size() ? Bytes.text(reply.get(position)) : null;
  }

  private static int number(List<?> reply, int position, int absent) {
    String text = text(reply, position);
    try {
      return text == null ? absent : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return absent;
    }
  }
}
