package io.sitq.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;

/**
 * Logs go to stderr, since stdout is for results. Configured in code: parsing XML would cost each
 * short command a noticeable part of its time. {@code -Dlogback.configurationFile} wins.
 */
final class Logs {
  /** What acts on a screen, but for the lines and tabs of a stack trace. */
  private static final String UNSAFE =
      "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069";

  /** One event is one line, whatever its message holds; a stack trace can't act on a screen. */
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - "
          + "%replace(%replace(%msg %kvp){'[\\t\\n"
          + UNSAFE
          + "]+', ' '}){' +$', ''}%n%replace(%ex){'["
          + UNSAFE
          + "]', ''}";

  private Logs() {}

  /** Whether the user configures logging. */
  static boolean areConfiguredByUser() {
    return System.getProperty("logback.configurationFile") != null;
  }

  /** For a worker: what it does, in a format of choice. */
  static void forWorker(LogFormat format) {
    if (!areConfiguredByUser()) {
      LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
      context.reset();
      configure(context, format, Level.INFO);
    }
  }

  static void configure(LoggerContext context, LogFormat format, Level level) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context, format));
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(appender);
    // The worker tells of an outage once; Lettuce would at each attempt to connect again
    context.getLogger("io.lettuce").setLevel(Level.ERROR);
    context.getLogger("io.netty").setLevel(Level.ERROR);
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
    if (format == LogFormat.JSON) {
      LogstashEncoder json = new LogstashEncoder();
      json.setContext(context);
      json.start();
      return json;
    }
    PatternLayoutEncoder text = new PatternLayoutEncoder();
    text.setContext(context);
    text.setCharset(java.nio.charset.StandardCharsets.UTF_8);
    text.setPattern(PATTERN);
    text.start();
    return text;
  }
}
