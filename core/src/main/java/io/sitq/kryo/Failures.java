package io.sitq.kryo;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.KryoBufferUnderflowException;
import io.sitq.TaskSerializationException;
import io.sitq.spi.HashKeys;
import io.sitq.spi.Limits;
import java.time.DateTimeException;
import java.util.Locale;

/**
 * Says what went wrong without saying what the payload contains: messages of the JDK quote the text
 * that they could not parse, so they are not passed on.
 */
final class Failures {
  private static final String DAMAGED =
      ": the bytes are damaged, or were not written by this codec";

  private Failures() {}

  static TaskSerializationException encoding(String subject, Throwable thrown) {
    return failed(subject, "can't be encoded", of(thrown));
  }

  static TaskSerializationException decoding(String subject, Throwable thrown) {
    return failed(subject, "can't be decoded", of(thrown));
  }

  private static TaskSerializationException failed(
      String subject, String what, ValueFailure failure) {
    String at = failure.path().isEmpty() ? "" : " at " + failure.path();
    at += failure.component().isEmpty() ? "" : " (" + failure.component() + ")";
    return new TaskSerializationException(
        subject,
        failure.path(),
        subject + " " + what + at + ": " + failure.problem(),
        failure.getCause());
  }

  static ValueFailure tooDeep() {
    return new ValueFailure(
        "values are nested deeper than "
            + KryoKinds.MAX_DEPTH
            + " levels: use a flatter structure, or ids instead of a chain of objects");
  }

  static ValueFailure tooShort() {
    return new ValueFailure("the bytes end too early" + DAMAGED);
  }

  static ValueFailure of(Throwable thrown) {
    if (thrown instanceof ValueFailure failure) {
      return failure;
    }
    if (thrown instanceof HashKeys.TooManyCollisions) {
      return new ValueFailure(String.valueOf(thrown.getMessage()));
    }
    if (thrown instanceof KryoBufferUnderflowException
        || thrown instanceof IndexOutOfBoundsException) {
      return tooShort();
    }
    if (thrown instanceof KryoBufferOverflowException) {
      return new ValueFailure(
          String.format(
              Locale.ROOT,
              "it takes more than %d bytes, the limit: store the data elsewhere and pass where it is",
              Limits.ENVELOPE_BYTES));
    }
    if (thrown instanceof KryoException && String.valueOf(thrown.getMessage()).contains("depth")) {
      return tooDeep();
    }
    if (thrown instanceof StackOverflowError) {
      return new ValueFailure("the stack overflowed, is a value its own part?");
    }
    if (thrown instanceof ClassCastException) {
      return new ValueFailure(
          "a value is not of the declared type: look for an unchecked cast", thrown);
    }
    if (thrown instanceof DateTimeException
        || thrown instanceof IllegalArgumentException
        || thrown instanceof ArithmeticException) {
      return new ValueFailure("no valid value (" + thrown.getClass().getName() + ")" + DAMAGED);
    }
    return new ValueFailure(thrown.getClass().getName() + " was thrown", thrown);
  }
}
