package io.sitq;

import io.sitq.spi.Backend;
import io.sitq.spi.DeadLetterStore;
import io.sitq.spi.Names;
import io.sitq.spi.StoredTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** {@link DeadLetters} without calls that block. Stages complete on the JDK's common pool. */
public final class AsyncDeadLetters {
  /** Dead letters that are read at a time: each may hold a traceback of 64 KiB. */
  private static final int PAGE = 100;

  private final Backend backend;
  private final DeadLetterStore store;

  AsyncDeadLetters(Backend backend) {
    this.backend = backend;
    this.store = backend.deadLetters();
  }

  /** As {@link DeadLetters#list}. */
  public CompletionStage<List<DeadLetter>> list(DeadLetterFilter filter) {
    return UserThreads.hop(listed(filter));
  }

  private CompletionStage<List<DeadLetter>> listed(DeadLetterFilter filter) {
    Checks.notNull("filter", filter);
    return store
        .ids(filter.queue(), filter.since(), filter.until())
        .thenCompose(ids -> collect(filter, ids, 0, new ArrayList<>()));
  }

  /** As {@link DeadLetters#get}. */
  public CompletionStage<Optional<DeadLetter>> get(String id) {
    Names.queueOf(Checks.notNull("id", id));
    return UserThreads.hop(read(id));
  }

  /** As {@link DeadLetters#requeue}. */
  public CompletionStage<Boolean> requeue(String id) {
    String queue = Names.queueOf(Checks.notNull("id", id));
    return UserThreads.hop(store.requeue(queue, List.of(id)).thenApply(count -> count == 1));
  }

  /** As {@link DeadLetters#requeueAll}. */
  public CompletionStage<Integer> requeueAll(DeadLetterFilter filter) {
    return UserThreads.hop(forAll(filter, ids -> store.requeue(filter.queue(), ids)));
  }

  /** As {@link DeadLetters#delete}. */
  public CompletionStage<Boolean> delete(String id) {
    String queue = Names.queueOf(Checks.notNull("id", id));
    return UserThreads.hop(store.delete(queue, List.of(id)).thenApply(count -> count == 1));
  }

  /** As {@link DeadLetters#deleteAll}. */
  public CompletionStage<Integer> deleteAll(DeadLetterFilter filter) {
    return UserThreads.hop(forAll(filter, ids -> store.delete(filter.queue(), ids)));
  }

  private CompletionStage<Integer> forAll(
      DeadLetterFilter filter, Function<List<String>, CompletionStage<Integer>> act) {
    return listed(filter)
        .thenCompose(
            letters -> {
              CompletionStage<Integer> total = CompletableFuture.completedStage(0);
              for (int i = 0; i < letters.size(); i += PAGE) {
                List<String> ids =
                    letters.subList(i, Math.min(letters.size(), i + PAGE)).stream()
                        .map(DeadLetter::id)
                        .toList();
                total = total.thenCompose(sum -> act.apply(ids).thenApply(n -> sum + n));
              }
              return total;
            });
  }

  private CompletionStage<List<DeadLetter>> collect(
      DeadLetterFilter filter, List<String> ids, int from, List<DeadLetter> found) {
    if (from >= ids.size() || found.size() >= filter.limit()) {
      return CompletableFuture.completedStage(List.copyOf(found));
    }
    int to = Math.min(ids.size(), from + PAGE);
    CompletionStage<List<DeadLetter>> page = CompletableFuture.completedStage(found);
    for (CompletionStage<Optional<DeadLetter>> letter :
        ids.subList(from, to).stream().map(this::read).toList()) {
      page =
          page.thenCombine(
              letter,
              (all, read) -> {
                read.filter(filter::matches)
                    .filter(l -> all.size() < filter.limit())
                    .ifPresent(all::add);
                return all;
              });
    }
    return page.thenCompose(all -> collect(filter, ids, to, all));
  }

  private CompletionStage<Optional<DeadLetter>> read(String id) {
    return backend.results().read(id).thenApply(task -> task.flatMap(AsyncDeadLetters::letter));
  }

  private static Optional<DeadLetter> letter(StoredTask task) {
    return task.status() != TaskStatus.FAILED || task.failure() == null
        ? Optional.empty()
        : Optional.of(
            new DeadLetter(
                task.id(),
                task.task(),
                task.failure(),
                task.errors(),
                task.attempt(),
                task.crashes(),
                task.finishedAt()));
  }
}
