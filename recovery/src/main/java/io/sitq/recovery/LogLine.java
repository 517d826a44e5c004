package io.sitq.recovery;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** One line of a log with key-value pairs; what is null is left out. Used by one thread, once. */
final class LogLine {
  private LoggingEventBuilder line;

  LogLine(Logger log, Level level) {
    this.line = log.atLevel(level);
  }

  LogLine with(String key, @Nullable Object value) {
    if (value != null) {
      line = line.addKeyValue(key, value);
    }
    return this;
  }

  void write(String message) {
    line.log(message);
  }

  void write(String message, @Nullable Object argument) {
    line.log(message, argument);
  }
}
