package io.sitq.spi;

import java.nio.charset.StandardCharsets;

/** Text from outside, made fit for messages and for storage. */
public final class Texts {
  private static final int QUOTED_CHARS = 80;

  private Texts() {}

  /**
   * Whether a character does something to what shows it: control characters (C0, DEL, C1), line and
   * paragraph separators, and the marks that turn the direction of writing.
   */
  public static boolean isUnsafe(char c) {
    return c < ' '
        || (c >= 0x7f && c < 0xa0)
        || c == 0x061c
        || c == 0x200e
        || c == 0x200f
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /**
   * The text on one line, each character that {@link #isUnsafe} replaced by {@code instead}, cut
   * with a mark after {@code maxChars}: nobody can forge a line of a log, or rewrite a screen.
   */
  public static String oneLine(String text, int maxChars, char instead) {
    int end = Math.min(text.length(), maxChars);
    if (end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    StringBuilder out = null;
    for (int i = 0; i < end; i++) {
      if (isUnsafe(text.charAt(i))) {
        out = out == null ? new StringBuilder(text.substring(0, end)) : out;
        out.setCharAt(i, instead);
      }
    }
    String line = out == null ? text.substring(0, end) : out.toString();
    return end < text.length() ? line + "…" : line;
  }

  /** The text in quotes, what {@link #isUnsafe} escaped, cut after 80 characters. */
  public static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    int end = Math.min(text.length(), QUOTED_CHARS);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (isUnsafe(c)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append(end < text.length() ? "…\"" : "\"").toString();
  }

  /**
   * The text, or its beginning and a mark that says how much was cut, so that it has at most {@code
   * maxBytes} bytes of UTF-8. Never cuts a character in two.
   */
  public static String cut(String text, int maxBytes) {
    if (text.length() * 3L <= maxBytes) {
      return text;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= maxBytes) {
      return text;
    }
    String mark = "… [cut: " + utf8.length + " bytes in all]";
    int end = Math.max(0, maxBytes - mark.getBytes(StandardCharsets.UTF_8).length);
    while (end > 0 && (utf8[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(utf8, 0, end, StandardCharsets.UTF_8) + mark;
  }
}
