package io.sitq.worker.internal;

import io.sitq.TaskSerializationException;
import io.sitq.spi.EncodedValue;
import io.sitq.spi.Envelope;
import io.sitq.spi.Limits;
import org.jspecify.annotations.Nullable;

/** Turns what a handler returned into an outcome, in the codec that its task came in. */
final class ResultEncoder {
  private ResultEncoder() {}

  static Outcome outcome(Envelope envelope, KnownTask.Codecs codecs, @Nullable Object value) {
    if (value == null || !envelope.options().keepResult()) {
      return new Outcome.Succeeded(null);
    }
    byte[] bytes;
    try {
      bytes = codecs.result().encode(value);
    } catch (Throwable e) {
      FatalErrors.rethrow(e);
      return refused(envelope, FailureText.error(e), e);
    }
    if (bytes.length > Limits.ENVELOPE_BYTES) {
      String sizes = "it has " + bytes.length + " bytes, the limit is " + Limits.ENVELOPE_BYTES;
      return refused(envelope, sizes + ": store it elsewhere and return where it is", null);
    }
    return new Outcome.Succeeded(new EncodedValue(envelope.codec(), bytes));
  }

  private static Outcome refused(Envelope envelope, String reason, @Nullable Throwable cause) {
    String message =
        "result of task " + envelope.task() + " (" + envelope.id() + ") can't be stored: " + reason;
    return new Outcome.Refused(new TaskSerializationException(envelope.task(), "", message, cause));
  }
}
