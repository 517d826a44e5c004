package io.sitq.worker.internal;

import io.sitq.TaskSerializationException;
import io.sitq.kryo.EnvelopeCodec;
import io.sitq.seal.SealException;
import io.sitq.seal.Sealing;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Delivery;
import io.sitq.spi.Envelope;
import io.sitq.spi.Texts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes a task out of a delivery, none of which is trusted: checks its seal, reads the envelope,
 * finds the handler by its registered name, and reads the payload with a codec that the worker
 * accepts.
 */
final class DeliveryOpener {
  /** A delivery that was opened: a task to execute, or the end of the attempt. */
  sealed interface Opened {
    /** A task, the handler for it, and how its result is written. */
    record Ready(Envelope envelope, KnownTask task, KnownTask.Codecs codecs, Object payload)
        implements Opened {
      /** How long the attempt may run; zero for any time. */
      Duration timeout() {
        return Duration.ofMillis(task.timeoutMillis(envelope.options()));
      }
    }

    /** Nothing to execute. */
    record Ended(Outcome outcome) implements Opened {}
  }

  private static final StackTraceElement[] NO_FRAMES = {};

  private final EnvelopeCodec envelopes = new EnvelopeCodec();
  private final DecodingRoom room = new DecodingRoom(Runtime.getRuntime().maxMemory());
  private final KnownTasks tasks;
  private final Sealing sealing;
  private final UnknownTasks unknown;

  DeliveryOpener(KnownTasks tasks, Sealing sealing, UnknownTasks unknown) {
    this.tasks = tasks;
    this.sealing = sealing;
    this.unknown = unknown;
  }

  Opened open(Attempt attempt) {
    Delivery delivery = attempt.delivery();
    Envelope envelope;
    try {
      envelope = envelopes.decode(delivery.id(), delivery.task(), sealing.openEnvelope(delivery));
    } catch (SealException e) {
      return refused(e);
    } catch (RuntimeException | StackOverflowError e) {
      return refused(delivery, "envelope", "can't be read: " + FailureText.error(e), e);
    }
    KnownTask task = tasks.find(delivery.task());
    if (task == null) {
      return new Opened.Ended(unknown.outcome(delivery));
    }
    attempt.opened(envelope, task);
    return readPayload(delivery, envelope, task);
  }

  private Opened readPayload(Delivery delivery, Envelope envelope, KnownTask task) {
    KnownTask.Codecs codecs = task.codecs().get(envelope.codec());
    if (codecs == null) {
      String codec = "is encoded with codec " + Texts.quoted(envelope.codec());
      String accepted = ", this worker accepts " + tasks.codecs() + ": add a serializer for it";
      return refused(delivery, "payload", codec + accepted, null);
    }
    try {
      ByteSlice bytes = envelope.payload();
      Object payload = room.decode(bytes.length(), () -> codecs.payload().decode(bytes));
      return payload == null
          ? refused(delivery, "payload", "is null", null)
          : new Opened.Ready(envelope, task, codecs, payload);
    } catch (Throwable e) {
      FatalErrors.rethrow(e);
      return refused(delivery, "payload", "can't be decoded: " + FailureText.error(e), e);
    }
  }

  private static Opened refused(
      Delivery delivery, String what, String reason, @Nullable Throwable cause) {
    String message =
        what
            + " of task "
            + Texts.quoted(delivery.task())
            + " ("
            + Texts.quoted(delivery.id())
            + ") "
            + reason;
    return refused(
        new TaskSerializationException(delivery.task(), "", message, causeToKeep(cause)));
  }

  /** The message repeats what a codec of ours says: only what a record's own code threw is more. */
  private static @Nullable Throwable causeToKeep(@Nullable Throwable thrown) {
    return thrown instanceof TaskSerializationException ? thrown.getCause() : thrown;
  }

  /**
   * Where in the worker bytes were refused tells nobody anything, and to store it would make
   * refusing them the dearest part of hostile ones.
   */
  private static Opened refused(TaskSerializationException refusal) {
    refusal.setStackTrace(NO_FRAMES);
    return new Opened.Ended(new Outcome.Refused(refusal));
  }
}
