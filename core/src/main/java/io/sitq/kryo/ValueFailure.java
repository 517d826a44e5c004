package io.sitq.kryo;

import org.jspecify.annotations.Nullable;

/**
 * A value that can't be encoded or decoded, on its way up to the codec; each level adds its part of
 * the path, so that the path costs nothing as long as nothing fails. Has no stack trace of its own:
 * hostile bytes must not make workers fill in traces.
 */
final class ValueFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String component;

  ValueFailure(String problem) {
    this(problem, "", "", null);
  }

  ValueFailure(String problem, @Nullable Throwable cause) {
    this(problem, "", "", cause);
  }

  private ValueFailure(String problem, String path, String component, @Nullable Throwable cause) {
    super(problem, cause, false, false);
    this.path = path;
    this.component = component;
  }

  static ValueFailure mismatch(String expected, int kind) {
    String found = "expected " + expected + ", the bytes have " + KryoKinds.nameOf(kind);
    return new ValueFailure(
        KryoKinds.isKnown(kind)
            ? found
                + ": writer and reader declare different types, give a changed component a new name"
            : found + ": the bytes are damaged, or a later version wrote them");
  }

  /** The same failure, seen from one level up. */
  static ValueFailure within(String step, Throwable thrown) {
    ValueFailure failure = Failures.of(thrown);
    return failure.under(step, failure.component);
  }

  /** The same failure, seen from a record with this component. */
  static ValueFailure within(Class<?> type, String component, Throwable thrown) {
    ValueFailure failure = Failures.of(thrown);
    String innermost = failure.component;
    return failure.under(
        component,
        innermost.isEmpty()
            ? "component " + component + " of record " + type.getName()
            : innermost);
  }

  private ValueFailure under(String step, String innermost) {
    String below = path.isEmpty() || path.startsWith("[") ? step + path : step + '.' + path;
    return new ValueFailure(problem(), below, innermost, getCause());
  }

  /** The innermost record and its component that the failure is in, for messages; may be empty. */
  String component() {
    return component;
  }

  String path() {
    return path;
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}
