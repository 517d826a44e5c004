package io.sitq.cli;

import java.io.PrintWriter;
import java.util.function.Predicate;
import picocli.CommandLine;

/** Changes dead letters one by one, and says for each id whether it was one. */
final class DeadChange {
  private final String done;
  private final boolean json;
  private final PrintWriter out;
  private final PrintWriter err;

  /** {@code done} is the participle, which is the key in JSON too. */
  DeadChange(String done, boolean json, CommandLine program) {
    this.done = done;
    this.json = json;
    this.out = program.getOut();
    this.err = program.getErr();
  }

  /** Changes those that are named; the exit code. */
  int each(Iterable<String> ids, Predicate<String> change, String address) {
    int exit = ExitCode.DONE;
    for (String id : ids) {
      boolean changed = change.test(id);
      if (json) {
        out.println(Json.text(Json.object().put("id", id).put(done, changed)));
      } else if (changed) {
        out.println(id + "  " + done);
      } else {
        err.println(DeadCommand.noDeadLetter(id, address));
      }
      exit = changed ? exit : ExitCode.NO_SUCH_TASK;
    }
    return exit;
  }

  /** Says how many all were; the exit code. */
  int all(int count) {
    out.println(json ? Json.text(Json.object().put(done, count)) : count + " " + done);
    return ExitCode.DONE;
  }
}
