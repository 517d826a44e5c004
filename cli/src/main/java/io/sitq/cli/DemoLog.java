package io.sitq.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** Keeps what one logger writes, instead of printing it. */
final class DemoLog implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> kept = new ListAppender<>();

  private DemoLog(Logger logger) {
    this.logger = logger;
  }

  /** From now on; INFO and above. */
  static DemoLog of(String name) {
    DemoLog log = new DemoLog((Logger) LoggerFactory.getLogger(name));
    log.logger.setLevel(Level.INFO);
    log.kept.start();
    log.logger.setAdditive(false);
    log.logger.addAppender(log.kept);
    return log;
  }

  String name() {
    return logger.getName();
  }

  /** Level and these facts of each line that has the first of them. */
  List<String> lines(String... keys) {
    // an appender adds while it holds its own monitor
    synchronized (kept) {
      return kept.list.stream()
          .filter(event -> !facts(event, keys[0]).isEmpty())
          .map(event -> event.getLevel() + facts(event, keys))
          .toList();
    }
  }

  private static String facts(ILoggingEvent event, String... keys) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    return pairs == null
        ? ""
        : pairs.stream()
            .filter(pair -> List.of(keys).contains(pair.key))
            .map(pair -> " " + pair.key + "=" + pair.value)
            .collect(Collectors.joining());
  }

  @Override
  public void close() {
    logger.detachAppender(kept);
    logger.setAdditive(true);
    logger.setLevel(null);
    kept.stop();
  }
}
