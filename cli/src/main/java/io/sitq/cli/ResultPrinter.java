package io.sitq.cli;

import io.sitq.SitqException;
import io.sitq.seal.SealException;
import io.sitq.spi.StoredTask;
import java.io.PrintWriter;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Prints a task, and knows the exit code that says what became of it. */
final class ResultPrinter {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final boolean traceback;
  private final TaskValues values;

  ResultPrinter(
      PrintWriter out, PrintWriter err, boolean json, boolean traceback, TaskValues values) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.traceback = traceback;
    this.values = values;
  }

  int print(String id, String address, Optional<StoredTask> found) {
    if (found.isEmpty()) {
      err.println(
          "sitq-worker: no task "
              + id
              + " in Redis at "
              + address
              + ": it was never enqueued there (check --redis and --namespace), or its result has"
              + " expired");
      return ExitCode.NO_SUCH_TASK;
    }
    StoredTask task = values.opened(found.get());
    JsonNode value = valueOf(task);
    if (json) {
      out.println(Json.text(ResultJson.of(task, value)));
    } else {
      new ResultText(out).print(task, value, traceback);
    }
    return ExitCode.of(task.status());
  }

  private JsonNode valueOf(StoredTask task) {
    try {
      return values.of(task);
    } catch (SealException e) {
      throw e; // not a success for whoever trusts in the exit code
    } catch (SitqException | JacksonException e) {
      err.println(
          "sitq-worker: the value can't be shown: "
              + SafeText.of(String.valueOf(e.getMessage()))
              + "\nGive the JAR of its task by --tasks.");
      return NullNode.getInstance();
    }
  }
}
