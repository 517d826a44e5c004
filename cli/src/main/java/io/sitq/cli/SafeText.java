package io.sitq.cli;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text of others, made fit for a terminal: errors and tracebacks come from wherever tasks come
 * from, and an escape sequence in one could rewrite the screen.
 */
final class SafeText {
  /** C0 but tab and newline, DEL and C1, and the marks that turn the direction of writing. */
  private static final Pattern UNSAFE =
      Pattern.compile(
          "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private SafeText() {}

  /** Without control characters other than newline and tab. */
  static String of(String text) {
    return UNSAFE.matcher(text).replaceAll("");
  }

  /** In one line of at most {@code max} characters. */
  static String line(String text, int max) {
    String line = BLANKS.matcher(of(text)).replaceAll(" ").strip();
    return line.length() <= max ? line : line.substring(0, max - 1) + "…";
  }

  /** JSON as written, with the unsafe characters as escapes: in JSON they occur in strings only. */
  static String json(String json) {
    return UNSAFE
        .matcher(json)
        .replaceAll(
            match -> String.format(Locale.ROOT, "\\\\u%04x", (int) match.group().charAt(0)));
  }
}
