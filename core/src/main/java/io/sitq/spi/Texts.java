package io.sitq.spi;

import java.nio.charset.StandardCharsets;

/** Text from outside, made fit for messages and for storage. */
public final class Texts {
  private static final int QUOTED_CHARS = 80;

  private Texts() {}

  /** The text in quotes, control characters escaped, cut after 80 characters. */
  public static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    int end = Math.min(text.length(), QUOTED_CHARS);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == 0x7f || (c >= 0x80 && c < 0xa0)) {
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
