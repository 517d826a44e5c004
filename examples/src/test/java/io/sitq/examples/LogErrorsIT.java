package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogErrorsIT {
  @Test
  void logsTheSuccessTheErrorAndItsTraceback() throws Exception {
    try (ExampleRun run = ExampleRun.start();
        LogCapture log = new LogCapture(LogErrors.class)) {
      LogErrors.run(run.queue());

      List<ILoggingEvent> events = log.events();
      assertThat(events)
          .extracting(ILoggingEvent::getLevel)
          .containsExactly(Level.INFO, Level.ERROR, Level.DEBUG);
      assertThat(events.get(0).getFormattedMessage()).matches("Task default:\\w+ succeeded");
      assertThat(events.get(1).getFormattedMessage())
          .matches("Task default:\\w+ failed: / by zero");
      assertThat(events.get(2).getFormattedMessage())
          .startsWith("Traceback:\njava.lang.ArithmeticException: / by zero\n\tat ");
    }
  }
}
