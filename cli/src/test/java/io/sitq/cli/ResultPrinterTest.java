package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.kryo.KryoSerializer;
import io.sitq.spi.EncodedValue;
import io.sitq.spi.StoredTask;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ResultPrinterTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void jsonHasAllKeysInOrderAndNullForWhatIsAbsent() {
    assertThat(print(true, false, Tasks.pending())).isEqualTo(ExitCode.NOT_FINISHED);

    assertThat(out.toString())
        .isEqualToIgnoringNewLines(
            "{\"id\":\"default:1\",\"task\":null,\"queue\":\"default\",\"status\":\"pending\","
                + "\"value\":null,\"error\":null,\"error_type\":null,\"traceback\":null,"
                + "\"attempt\":1,\"crashes\":0,\"worker\":null,\"errors\":[],"
                + "\"enqueued_at\":null,\"started_at\":null,\"finished_at\":null,"
                + "\"next_attempt_at\":null}");
  }

  @Test
  void jsonOfAFailureHasErrorTracebackAndEarlierAttempts() {
    assertThat(print(true, false, Tasks.failed("no disk", "java.io.IOException: no disk\n\tat x")))
        .isEqualTo(ExitCode.TASK_FAILED);

    JsonNode json = Json.MAPPER.readTree(out.toString());
    assertThat(json.get("status").asString()).isEqualTo("failed");
    assertThat(json.get("error").asString()).isEqualTo("no disk");
    assertThat(json.get("error_type").asString()).isEqualTo("java.io.IOException");
    assertThat(json.get("traceback").asString()).contains("\tat x");
    assertThat(json.get("errors").toString())
        .isEqualTo(
            "[{\"attempt\":1,\"error_type\":\"java.io.EOFException\",\"error\":\"early\","
                + "\"at\":\"2026-01-02T03:04:05Z\"}]");
    assertThat(json.get("finished_at").asString()).isEqualTo("2026-01-02T03:04:05.030Z");
  }

  @Test
  void theValueOfAJsonTaskIsItsJson() {
    assertThat(print(true, false, Tasks.succeeded(json("{\"n\":[1,2.50],\"s\":\"x\"}"))))
        .isEqualTo(ExitCode.DONE);

    assertThat(out.toString()).contains("\"value\":{\"n\":[1,2.50],\"s\":\"x\"}");
  }

  @Test
  void theValueOfAKryoTaskOfJdkTypesIsConverted() {
    print(
        true,
        false,
        Tasks.succeeded(
            kryo(Map.of("at", Instant.parse("2026-01-01T00:00:00Z"), "n", List.of(1, 2)))));

    JsonNode value = Json.MAPPER.readTree(out.toString()).get("value");
    assertThat(value.get("at").asString()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(value.get("n").toString()).isEqualTo("[1,2]");
  }

  @Test
  void theValueOfAKryoTaskIsReadByItsDeclaredTypeWhereThatIsKnown() {
    TaskTypes types = new TaskTypes();
    types.handle(Locate.class, task -> new Place("x", 1.5f));
    byte[] bytes = new KryoSerializer().codecFor(Place.class, "t").encode(new Place("x", 1.5f));
    StoredTask task = Tasks.succeeded(new EncodedValue("kryo", bytes));

    assertThat(new TaskValues(types.byName()).of(task).toString())
        .isEqualTo("{\"name\":\"x\",\"height\":1.5}");
    assertThat(new TaskValues(Map.of()).of(task).get("name").asString()).isEqualTo("x");
  }

  /** A result of a task. */
  record Place(String name, float height) {}

  @io.sitq.TaskName("divide")
  record Locate() implements io.sitq.Task<Place> {}

  @Test
  void aValueThatCannotBeReadIsNullAndSaysWhatToDo() {
    StoredTask broken = Tasks.succeeded(new EncodedValue("kryo", new byte[] {-1, -1, -1, -1, -1}));

    assertThat(print(true, false, broken)).isEqualTo(ExitCode.DONE);

    assertThat(out.toString()).contains("\"value\":null");
    assertThat(err.toString()).contains("value can't be shown").contains("--tasks");
  }

  @Test
  void textIsOneFactALineWithoutWhatIsAbsent() {
    print(false, false, Tasks.succeeded(json("5")));

    assertThat(out.toString())
        .containsPattern("status +success\n")
        .containsPattern("value +5\n")
        .containsPattern("finished +2026-01-02T03:04:05.030Z \\(after 20ms\\)\n")
        .doesNotContain("error")
        .doesNotContain("null");
  }

  @Test
  void textStripsWhatATerminalWouldObey() {
    print(false, true, Tasks.failed("a\u001b[2Jb\nsecond", "t\u001b]0;x\u0007\n\tat y\n"));

    assertThat(out.toString())
        .doesNotContain("\u001b")
        .doesNotContain("\u0007")
        .contains("a[2Jb\n" + " ".repeat(14) + "second")
        .contains("\tat y");
  }

  @Test
  void textShowsTheTracebackOnlyIfAsked() {
    print(false, false, Tasks.failed("x", "java.io.IOException: x\n\tat y"));

    assertThat(out.toString()).doesNotContain("\tat y").contains("attempt 1");
  }

  @Test
  void anUnknownTaskIsAMessageAndAnExitCode() {
    int code = printer(true, false).print("default:nope", "redis://h:1", Optional.empty());

    assertThat(code).isEqualTo(ExitCode.NO_SUCH_TASK);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("default:nope").contains("redis://h:1");
  }

  private int print(boolean json, boolean traceback, StoredTask task) {
    return printer(json, traceback).print(task.id(), "redis://h:1", Optional.of(task));
  }

  private ResultPrinter printer(boolean json, boolean traceback) {
    return new ResultPrinter(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        json,
        traceback,
        new TaskValues(Map.of()));
  }

  private static EncodedValue json(String text) {
    return new EncodedValue("json", text.getBytes(StandardCharsets.UTF_8));
  }

  private static EncodedValue kryo(Object value) {
    return new EncodedValue("kryo", new KryoSerializer().codecFor(Object.class, "t").encode(value));
  }
}
