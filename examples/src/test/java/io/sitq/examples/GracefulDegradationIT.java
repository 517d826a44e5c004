package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.sitq.recovery.Recovery;
import java.util.List;
import org.junit.jupiter.api.Test;

class GracefulDegradationIT {
  @Test
  void readsTheCopyAndTellsBothCausesIfThereIsNone() throws Exception {
    try (ExampleRun run = ExampleRun.start();
        LogCapture log = new LogCapture(Recovery.class)) {
      List<String> lines = run.lines(GracefulDegradation::run);

      assertThat(lines).hasSize(3);
      assertThat(lines.get(0)).isEqualTo("Page: yesterday's page");
      assertThat(lines.get(1)).startsWith("Primary: ").contains("can't connect to localhost:1");
      assertThat(lines.get(2))
          .startsWith("Fallback: ")
          .contains("NoSuchFileException: /nonexistent.txt");
      assertThat(log.events())
          .filteredOn(event -> event.getLevel() == Level.WARN)
          .extracting(ILoggingEvent::getFormattedMessage)
          .hasSize(2)
          .allMatch(message -> message.contains("can't connect to localhost:1"));
    }
  }

  @Test
  void fetchesThePageIfItIsThere() throws Exception {
    try (ExampleRun run = ExampleRun.start();
        LocalServer server = LocalServer.start().page("/page")) {
      String page = GracefulDegradation.page(run.queue(), server.url("/page"), "/nonexistent.txt");

      assertThat(page).isEqualTo("hello");
    }
  }
}
