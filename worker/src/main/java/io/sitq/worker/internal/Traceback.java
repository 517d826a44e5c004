package io.sitq.worker.internal;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Writes a stack trace as Java does, with causes, suppressed and "... n more", but from text that
 * may throw, through cycles, and never much more than can be stored.
 */
final class Traceback {
  private static final int MAX_DEPTH = 50;
  private static final StackTraceElement[] NO_FRAMES = {};

  private final StringBuilder out = new StringBuilder(2048);
  private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private Traceback() {}

  static String of(Throwable thrown) {
    Traceback traceback = new Traceback();
    traceback.chain(thrown, "", "", NO_FRAMES, 0);
    return traceback.out.toString();
  }

  /** A throwable and its causes, in a loop, since they may be many. */
  private void chain(
      Throwable first, String caption, String indent, StackTraceElement[] enclosing, int depth) {
    Throwable thrown = first;
    String title = caption;
    StackTraceElement[] around = enclosing;
    while (thrown != null && !isFull()) {
      if (!seen.add(thrown)) {
        line(indent, title + "[CIRCULAR REFERENCE: " + FailureText.description(thrown) + "]");
        return;
      }
      line(indent, title + FailureText.description(thrown));
      StackTraceElement[] frames = framesOf(thrown);
      frames(frames, around, indent);
      for (Throwable suppressed : depth < MAX_DEPTH ? suppressedOf(thrown) : new Throwable[0]) {
        chain(suppressed, "Suppressed: ", indent + '\t', frames, depth + 1);
      }
      thrown = Causes.of(thrown);
      title = "Caused by: ";
      around = frames;
    }
  }

  private void frames(StackTraceElement[] frames, StackTraceElement[] around, String indent) {
    int last = frames.length - 1;
    int other = around.length - 1;
    while (last >= 0 && other >= 0 && frames[last].equals(around[other])) {
      last--;
      other--;
    }
    for (int i = 0; i <= last && !isFull(); i++) {
      line(indent, "\tat " + frames[i]);
    }
    int inCommon = frames.length - 1 - last;
    if (inCommon > 0) {
      line(indent, "\t... " + inCommon + " more");
    }
  }

  private void line(String indent, String text) {
    out.append(indent).append(text).append('\n');
  }

  private boolean isFull() {
    return out.length() > FailureText.MOST_CHARS;
  }

  private static StackTraceElement[] framesOf(Throwable thrown) {
    try {
      StackTraceElement[] frames = thrown.getStackTrace();
      return frames == null ? NO_FRAMES : frames;
    } catch (Throwable e) {
      FatalErrors.rethrow(e);
      return NO_FRAMES;
    }
  }

  private static Throwable[] suppressedOf(Throwable thrown) {
    return thrown.getSuppressed(); // final
  }
}
