package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StructuredLoggingIT {
  @Test
  void logsSuccessFailureAndNotFoundWithTheirFacts() throws Exception {
    try (ExampleRun run = ExampleRun.start();
        LogCapture log = new LogCapture(StructuredLogging.class)) {
      StructuredLogging.run(run.queue());

      List<ILoggingEvent> events = log.events();
      assertThat(events)
          .extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
          .containsExactly(
              tuple(Level.INFO, "Task succeeded"),
              tuple(Level.ERROR, "Task failed: / by zero"),
              tuple(Level.DEBUG, events.get(2).getFormattedMessage()),
              tuple(Level.ERROR, "Task not found: default:never-enqueued"));
      assertThat(events.get(2).getFormattedMessage())
          .startsWith("Traceback:\njava.lang.ArithmeticException: / by zero\n\tat ");
      assertThat(facts(events.get(0)))
          .containsEntry("status", "success")
          .containsEntry("task", "divide")
          .containsEntry("success", true)
          .doesNotContainKeys("error", "error_type");
      assertThat(facts(events.get(1)))
          .containsEntry("status", "failed")
          .containsEntry("error", "/ by zero")
          .containsEntry("error_type", "java.lang.ArithmeticException")
          .containsEntry("success", false);
      assertThat(facts(events.get(3)))
          .containsEntry("task_id", "default:never-enqueued")
          .containsEntry("status", "not_found")
          .containsEntry("success", false)
          .doesNotContainKeys("error", "error_type");
    }
  }

  private static Map<String, Object> facts(ILoggingEvent event) {
    Map<String, Object> facts = new LinkedHashMap<>();
    event.getKeyValuePairs().forEach(pair -> facts.put(pair.key, pair.value));
    return facts;
  }
}
