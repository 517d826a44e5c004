package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.BasicMDCAdapter;
import tools.jackson.databind.JsonNode;

class LogsTest {
  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  LogsTest() {
    context.setMDCAdapter(new BasicMDCAdapter());
  }

  @Test
  void jsonHasKeyValuePairsAndTheMdc() {
    Logger log = logger(LogFormat.JSON);
    context.getMDCAdapter().put("task_id", "default:1");
    log.atWarn().addKeyValue("error_type", "java.io.IOException").log("Task failed: {}", "x");

    JsonNode json = Json.MAPPER.readTree(out.toString(StandardCharsets.UTF_8));
    assertThat(json.get("message").asString()).isEqualTo("Task failed: x");
    assertThat(json.get("level").asString()).isEqualTo("WARN");
    assertThat(json.get("task_id").asString()).isEqualTo("default:1");
    assertThat(json.get("error_type").asString()).isEqualTo("java.io.IOException");
  }

  @Test
  void textIsOneLineWhateverTheMessageHolds() {
    Logger log = logger(LogFormat.TEXT);
    log.atWarn().addKeyValue("task_id", "default:1").log("one\ntwo\u001b[2J");
    log.info("three");

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches("\\d{4}-\\S+ WARN +tasks - one two \\[2J task_id=\"default:1\""),
            line -> assertThat(line).endsWith("tasks - three"));
  }

  @Test
  void aStackTraceKeepsItsLinesAndNothingActsOnTheScreen() {
    Logger log = logger(LogFormat.TEXT);
    String hostile = "a\u001b[2Jb\u009b31mc\u202ed\u2028e";
    log.atError().setCause(new IllegalStateException(hostile)).log("failed: {}", hostile);

    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text.lines().findFirst().orElseThrow()).endsWith("failed: a [2Jb 31mc d e");
    assertThat(text)
        .contains("IllegalStateException: a[2Jb31mcde\n\tat io.sitq.cli.LogsTest")
        .doesNotContainPattern("[\\x1b\\x9b\\u202e\\u2028]");
  }

  private Logger logger(LogFormat format) {
    Logs.configure(context, format, Level.INFO);
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ConsoleAppender<ILoggingEvent> appender =
        (ConsoleAppender<ILoggingEvent>) root.iteratorForAppenders().next();
    appender.setOutputStream(out);
    return context.getLogger("io.sitq.tasks");
  }
}
