package io.sitq.json;

import io.sitq.TaskSerializationException;
import io.sitq.spi.HashKeys;
import io.sitq.spi.Limits;
import io.sitq.spi.Texts;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Says what went wrong, where in the value and where in the text, without saying what the text
 * contains: Jackson's messages quote it, so only reasons that can't are passed on, and what was
 * thrown is a cause only where a record's own code threw it.
 */
final class JsonFailures {
  private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");
  private static final Pattern QUOTED = Pattern.compile("'[^']{2,}'|\"[^\"]*\"");
  private static final Pattern START_MARKER =
      Pattern.compile("\\s*\\(start marker at .*", Pattern.DOTALL);

  private JsonFailures() {}

  /** Something else than one JSON value was given. */
  static final class NotOneValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotOneValue(String found) {
      super("exactly one JSON value is wanted, " + found, null, false, false);
    }
  }

  static TaskSerializationException encoding(String subject, Throwable thrown) {
    return failed(subject, "can't be encoded", thrown);
  }

  static TaskSerializationException decoding(String subject, Throwable thrown) {
    return failed(subject, "can't be decoded", thrown);
  }

  static TaskSerializationException tooLong(String subject, int length) {
    return new TaskSerializationException(
        subject,
        "",
        subject
            + " can't be decoded: it has "
            + length
            + " bytes, the limit is "
            + Limits.ENVELOPE_BYTES,
        null);
  }

  private static TaskSerializationException failed(String subject, String what, Throwable thrown) {
    String path = "";
    String at = "";
    String where = "";
    if (thrown instanceof JacksonException jackson) {
      path = pathOf(jackson);
      at = path.isEmpty() ? "" : " at " + path + componentOf(jackson);
      where = placeOf(jackson.getLocation());
    }
    return new TaskSerializationException(
        subject, path, subject + ' ' + what + at + ": " + problem(thrown) + where, causeOf(thrown));
  }

  private static String problem(Throwable thrown) {
    if (thrown instanceof StackOverflowError) {
      return "the stack overflowed, is a value its own part?";
    }
    Throwable root = thrown;
    for (int i = 0; i < 10 && root != null; i++) {
      if (isOurs(root)) {
        return String.valueOf(root.getMessage());
      }
      root = root.getCause();
    }
    if (thrown instanceof StreamConstraintsException constraints) {
      return "a limit is exceeded: " + firstLine(constraints);
    }
    if (thrown instanceof ValueInstantiationException instantiation) {
      return "the constructor of "
          + instantiation.getType().getRawClass().getName()
          + " threw "
          + causeName(instantiation)
          + ": see the cause";
    }
    if (thrown instanceof InvalidTypeIdException typeId) {
      return "no subtype of "
          + typeId.getBaseType().getRawClass().getName()
          + " has the name in the JSON: write {\"<wire name of the subtype>\": value}";
    }
    if (thrown instanceof MismatchedInputException mismatch) {
      Class<?> target = mismatch.getTargetType();
      return target == null
          ? "the JSON does not fit the declared type"
          : "the JSON there is no " + target.getTypeName();
    }
    if (thrown instanceof InputCoercionException coercion) {
      return "the number there does not fit into " + coercion.getTargetType().getTypeName();
    }
    if (thrown instanceof StreamReadException invalid) {
      return "invalid JSON, " + reason(invalid);
    }
    if (thrown instanceof StreamWriteException) {
      return "it can't be written as JSON, is there a null key or more depth than "
          + JsonMappers.MAX_DEPTH
          + " levels?";
    }
    if (thrown instanceof JacksonIOException) {
      return "it is not UTF-8"; // nothing else can go wrong with bytes in memory
    }
    return thrown.getClass().getName() + " was thrown";
  }

  /** Of damaged JSON: what the parser says without what it read. */
  private static String reason(JacksonException invalid) {
    String line = firstLine(invalid);
    if (line.startsWith("Unrecognized token")) {
      return "a word that is no JSON: text needs double quotes";
    }
    String cut = START_MARKER.matcher(line).replaceAll("");
    return Texts.cut(QUOTED.matcher(cut).replaceAll("..."), 200);
  }

  private static String firstLine(JacksonException thrown) {
    return String.valueOf(thrown.getOriginalMessage()).lines().findFirst().orElse("");
  }

  private static String placeOf(@Nullable TokenStreamLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  private static String pathOf(JacksonException thrown) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : thrown.getPath()) {
      String name = step.getPropertyName();
      if (name == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else if (IDENTIFIER.matcher(name).matches()) {
        path.append(path.isEmpty() ? "" : ".").append(name);
      } else {
        path.append('[').append(Texts.quoted(name)).append(']');
      }
    }
    return path.toString();
  }

  /** The innermost record and its component that the failure is in. */
  private static String componentOf(JacksonException thrown) {
    String component = "";
    for (JacksonException.Reference step : thrown.getPath()) {
      Object from = step.from();
      Class<?> type =
          from instanceof Class<?> c ? c : from == null ? Object.class : from.getClass();
      String name = step.getPropertyName();
      if (name != null && type.isRecord()) {
        component = " (component " + name + " of record " + type.getName() + ")";
      }
    }
    return component;
  }

  private static String causeName(Throwable thrown) {
    Throwable cause = causeOf(thrown);
    return cause == null ? "an exception" : cause.getClass().getName();
  }

  /** Of Jackson's, only what a record's constructor threw. */
  private static @Nullable Throwable causeOf(Throwable thrown) {
    if (thrown instanceof JacksonException) {
      return thrown instanceof ValueInstantiationException ? thrown.getCause() : null;
    }
    return thrown instanceof StackOverflowError || isOurs(thrown) ? null : thrown;
  }

  private static boolean isOurs(Throwable thrown) {
    return thrown instanceof BoundedBytes.Full
        || thrown instanceof NotOneValue
        || thrown instanceof HashKeys.TooManyCollisions;
  }
}
