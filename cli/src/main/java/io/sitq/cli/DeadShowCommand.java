package io.sitq.cli;

import io.sitq.TaskStatus;
import io.sitq.redis.RedisBackend;
import io.sitq.spi.Names;
import io.sitq.spi.StoredTask;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.NullNode;

/** Shows one dead letter. */
@Command(
    name = "show",
    description = {
      "Shows a dead letter: its error, and how earlier attempts ended.",
      "Exits 0 if there is one, 3 if not. With --json it has the keys of the command result."
    },
    footer = {
      "  sitq-worker dead show default:order-17",
      "  sitq-worker dead show default:order-17 --traceback",
      "  sitq-worker dead show default:order-17 --json | jq -r .traceback"
    })
final class DeadShowCommand implements Callable<Integer> {
  @ParentCommand private @Nullable DeadCommand dead;
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "The task's id, such as default:order-17")
  private String id = "";

  @Option(names = "--traceback", description = "Print the stack trace too")
  private boolean traceback;

  @Override
  public Integer call() {
    Names.queueOf(id);
    DeadCommand parent = Objects.requireNonNull(dead);
    CommandLine program = Objects.requireNonNull(spec).commandLine();
    try (RedisBackend backend = parent.connect()) {
      Optional<StoredTask> task =
          Stages.join(backend.results().read(id))
              .filter(found -> found.status() == TaskStatus.FAILED)
              .map(parent.sealing()::openErrors);
      if (task.isEmpty()) {
        program.getErr().println(DeadCommand.noDeadLetter(id, backend.address()));
        return ExitCode.NO_SUCH_TASK;
      }
      if (parent.json()) {
        program.getOut().println(Json.text(ResultJson.of(task.get(), NullNode.getInstance())));
      } else {
        new ResultText(program.getOut()).print(task.get(), NullNode.getInstance(), traceback);
      }
      return ExitCode.DONE;
    }
  }
}
