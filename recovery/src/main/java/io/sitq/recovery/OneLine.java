package io.sitq.recovery;

import org.jspecify.annotations.Nullable;

/** Text from outside on one line, so that nobody can forge a line of a log. */
final class OneLine {
  private static final int CHARS = 200;

  private OneLine() {}

  /** Control characters become blanks; what is longer than 200 characters is cut with a mark. */
  static String of(@Nullable String text) {
    if (text == null) {
      return "";
    }
    StringBuilder line = new StringBuilder();
    int end = Math.min(text.length(), CHARS);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
    }
    return line.append(end < text.length() ? "…" : "").toString();
  }
}
