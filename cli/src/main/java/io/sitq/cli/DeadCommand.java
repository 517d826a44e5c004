package io.sitq.cli;

import io.sitq.TaskQueue;
import io.sitq.redis.RedisBackend;
import io.sitq.seal.Sealing;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The dead letters: what is done about them is in commands of its own. */
@Command(
    name = "dead",
    subcommands = {
      DeadListCommand.class,
      DeadShowCommand.class,
      DeadRequeueCommand.class,
      DeadDeleteCommand.class
    },
    description = {
      "Lists, shows, requeues and deletes dead letters: tasks that failed for good and are kept for"
          + " a person to look at."
    },
    footer = {
      "  sitq-worker dead list --task send-mail --since 2h",
      "  sitq-worker dead show mail:welcome-3 --traceback",
      "  sitq-worker dead requeue mail:welcome-3",
      "  sitq-worker dead requeue --all --error-type java.net.ConnectException --since 2h"
    })
final class DeadCommand implements Runnable {
  @ParentCommand private @Nullable SitqWorkerCommand app;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "a command is missing: list, show, requeue or delete");
  }

  boolean json() {
    return Objects.requireNonNull(app).json();
  }

  RedisBackend connect() {
    Sealing unused = sealing(); // first of all, if it is wrong
    return Objects.requireNonNull(app).connect();
  }

  Sealing sealing() {
    return Objects.requireNonNull(app).sealing();
  }

  /** A queue that leaves the backend open. */
  TaskQueue queueOn(RedisBackend backend) {
    return TaskQueue.builder(backend).sealing(sealing()).keepBackendOpen().build();
  }

  /** Says that an id is none of a dead letter. */
  static String noDeadLetter(String id, String address) {
    return "sitq-worker: no dead letter "
        + id
        + " in Redis at "
        + address
        + ": the task has not failed for good, or was requeued, deleted or has expired (see"
        + " sitq-worker result "
        + id
        + ")";
  }
}
