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
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Deletes dead letters. */
@Command(
    name = "delete",
    description = {
      "Deletes dead letters with their results; this can't be undone.",
      "With --all it asks nothing: without --yes it says how many match, deletes none and exits 2,"
          + " on a terminal as in a script.",
      "Exits 3 if an id is no dead letter; the others are deleted all the same."
    },
    footer = {
      "  sitq-worker dead delete default:order-17 default:order-18",
      "  sitq-worker dead delete --all --queue mail --until 30d",
      "  sitq-worker dead delete --all --queue mail --until 30d --yes"
    })
final class DeadDeleteCommand implements Callable<Integer> {
  @ParentCommand private @Nullable DeadCommand dead;
  @Spec private @Nullable CommandSpec spec;

  @Mixin private DeadSelection selection = new DeadSelection();

  @Option(names = "--yes", description = "With --all: do delete them")
  private boolean yes;

  @Override
  public Integer call() {
    selection.check();
    DeadCommand parent = Objects.requireNonNull(dead);
    DeadChange change =
        new DeadChange("deleted", parent.json(), Objects.requireNonNull(spec).commandLine());
    try (RedisBackend backend = parent.connect();
        TaskQueue queue = parent.queueOn(backend)) {
      DeadLetters letters = queue.deadLetters();
      if (!selection.isAll()) {
        return change.each(selection.ids(), letters::delete, backend.address());
      }
      if (!yes) {
        int count = selection.forAll(backend, filter -> letters.list(filter).size());
        throw new UsageException(
            count + " dead letters match and none was deleted: add --yes to delete them for good");
      }
      return change.all(selection.forAll(backend, letters::deleteAll));
    }
  }
}
