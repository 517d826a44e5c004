package io.sitq.cli;

import io.sitq.DeadLetters;
import io.sitq.TaskQueue;
import io.sitq.redis.RedisBackend;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Gives dead letters a new life. */
@Command(
    name = "requeue",
    description = {
      "Puts dead letters back into their queue: the same id, attempts from 1; the error is"
          + " forgotten.",
      "Exits 3 if an id is no dead letter; the others are requeued all the same."
    },
    footer = {
      "  sitq-worker dead requeue default:order-17 default:order-18",
      "  sitq-worker dead requeue --all --task send-mail --since 2h",
      "  sitq-worker dead requeue --all --error-type java.net.ConnectException --limit 100"
    })
final class DeadRequeueCommand implements Callable<Integer> {
  @ParentCommand private @Nullable DeadCommand dead;
  @Spec private @Nullable CommandSpec spec;

  @Mixin private DeadSelection selection = new DeadSelection();

  @Override
  public Integer call() {
    selection.check();
    DeadCommand parent = Objects.requireNonNull(dead);
    DeadChange change =
        new DeadChange("requeued", parent.json(), Objects.requireNonNull(spec).commandLine());
    try (RedisBackend backend = parent.connect();
        TaskQueue queue = parent.queueOn(backend)) {
      DeadLetters letters = queue.deadLetters();
      return selection.isAll()
          ? change.all(selection.forAll(backend, letters::requeueAll))
          : change.each(selection.ids(), letters::requeue, backend.address());
    }
  }
}
