package io.sitq.worker.internal;

import io.sitq.spi.Texts;

/** Names that came from anybody, made fit for key-value pairs of a log line. */
public final class LogText {
  private static final int MOST_CHARS = 160;

  private LogText() {}

  /**
   * The text on one line: what acts on a screen and quotation marks replaced by a question mark,
   * cut after 160 characters. Not in quotes, since a log's encoder adds its own.
   */
  public static String of(String text) {
    return Texts.oneLine(text, MOST_CHARS, '?').replace('"', '?');
  }
}
