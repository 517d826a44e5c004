package io.sitq.worker.internal;

import io.sitq.spi.Limits;
import io.sitq.spi.Texts;
import java.nio.file.FileSystemException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a throwable says to people, whatever its methods do: what they throw is answered with a
 * note, and an endless text with its beginning.
 */
final class FailureText {
  /** More than is ever stored; what is beyond is not even looked at. */
  static final int MOST_CHARS = 4 * Limits.TRACEBACK_BYTES;

  private static final int MOST_CAUSES = 100;

  private FailureText() {}

  /**
   * The message; of a {@link FileSystemException}, whose message is just the path, the simple class
   * name before it; where it is blank, the simple class name and the message of the first cause
   * that has one, or else the simple name of the deepest.
   */
  static String error(Throwable thrown) {
    Throwable subject = Causes.unwrapped(thrown);
    return Texts.cut(uncut(subject), Limits.ERROR_BYTES);
  }

  private static String uncut(Throwable thrown) {
    String message;
    try {
      message = shortened(thrown.getMessage());
    } catch (Throwable e) {
      FatalErrors.rethrow(e);
      return thrown.getClass().getName() + note("getMessage()", e);
    }
    String name = simpleName(thrown);
    if (!isBlank(message)) {
      return thrown instanceof FileSystemException ? name + ": " + message : message;
    }
    String cause = causeText(thrown);
    return isBlank(cause) ? name : name + ": " + cause;
  }

  /** Null if there is no cause that can be read. */
  private static @Nullable String causeText(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    seen.add(thrown);
    String deepest = null;
    try {
      Throwable cause = thrown.getCause();
      while (cause != null && seen.size() <= MOST_CAUSES && seen.add(cause)) {
        String message = shortened(cause.getMessage());
        if (!isBlank(message)) {
          return message;
        }
        deepest = simpleName(cause);
        cause = cause.getCause();
      }
    } catch (Throwable e) {
      FatalErrors.rethrow(e);
      return deepest;
    }
    return deepest;
  }

  /** What {@code toString()} says. */
  static String description(Throwable thrown) {
    String name = thrown.getClass().getName();
    try {
      String text = shortened(thrown.toString());
      return isBlank(text) ? name + " (its toString() returned nothing)" : text;
    } catch (Throwable e) {
      FatalErrors.rethrow(e);
      return name + note("toString()", e);
    }
  }

  private static String note(String method, Throwable e) {
    return " (its " + method + " threw " + e.getClass().getName() + ")";
  }

  private static String simpleName(Throwable thrown) {
    String name = thrown.getClass().getSimpleName();
    String full = thrown.getClass().getName();
    return name.isEmpty() ? full.substring(full.lastIndexOf('.') + 1) : name;
  }

  private static @Nullable String shortened(@Nullable String text) {
    return text == null || text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS);
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }
}
