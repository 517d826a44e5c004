package io.sitq.cli;

import io.sitq.AttemptError;
import io.sitq.DeadLetter;
import io.sitq.spi.Names;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Dead letters in a row: as a table for people, or each as JSON. */
final class DeadLetterTable {
  private DeadLetterTable() {}

  static void print(List<DeadLetter> letters, PrintWriter out) {
    if (letters.isEmpty()) {
      out.println("No dead letter matches.");
      return;
    }
    TextTable table = new TextTable("ID", "TASK", "FAILED AT", ">ATTEMPT", "ERROR TYPE", "ERROR");
    for (DeadLetter letter : letters) {
      table.row(
          letter.id(),
          letter.task() == null ? "-" : letter.task(),
          letter.failedAt() == null ? "-" : letter.failedAt().toString(),
          String.valueOf(letter.attempt()),
          letter.failure().errorType(),
          letter.failure().error());
    }
    table.print(out);
    out.flush();
  }

  /** The keys of {@link ResultJson} as far as a list needs them. */
  static ObjectNode json(DeadLetter letter) {
    ObjectNode json =
        Json.object()
            .put("id", letter.id())
            .put("task", letter.task())
            .put("queue", Names.queueOf(letter.id()))
            .put("error", letter.failure().error())
            .put("error_type", letter.failure().errorType())
            .put("attempt", letter.attempt())
            .put("crashes", letter.crashes());
    ArrayNode errors = json.putArray("errors");
    for (AttemptError error : letter.errors()) {
      errors.add(ResultJson.of(error));
    }
    return json.put("finished_at", Json.time(letter.failedAt()));
  }
}
