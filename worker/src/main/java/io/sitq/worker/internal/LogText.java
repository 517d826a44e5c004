package io.sitq.worker.internal;

/** Names that came from anybody, made fit for key-value pairs of a log line. */
public final class LogText {
  private static final int MOST_CHARS = 160;

  private LogText() {}

  /**
   * The text on one line: control characters, line separators and quotation marks replaced by a
   * question mark, cut after 160 characters. Not in quotes, since a log's encoder adds its own.
   */
  public static String of(String text) {
    int end = Math.min(text.length(), MOST_CHARS);
    StringBuilder out = null;
    for (int i = 0; i < end; i++) {
      if (!isPlain(text.charAt(i))) {
        out = out == null ? new StringBuilder(text.substring(0, end)) : out;
        out.setCharAt(i, '?');
      }
    }
    String line = out == null ? text.substring(0, end) : out.toString();
    return end < text.length() ? line + "…" : line;
  }

  private static boolean isPlain(char c) {
    return !Character.isISOControl(c) && c != '"' && c != '\u2028' && c != '\u2029';
  }
}
