package io.sitq.recovery;

import io.sitq.spi.Texts;
import org.jspecify.annotations.Nullable;

/** Text from outside on one line, so that nobody can forge a line of a log. */
final class OneLine {
  private static final int CHARS = 200;

  private OneLine() {}

  /** Control characters become blanks; what is longer than 200 characters is cut with a mark. */
  static String of(@Nullable String text) {
    return text == null ? "" : Texts.oneLine(text, CHARS, ' ');
  }
}
