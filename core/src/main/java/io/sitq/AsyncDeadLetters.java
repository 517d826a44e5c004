package io.sitq;

import io.sitq.seal.Sealing;
import io.sitq.spi.Backend;
import io.sitq.spi.DeadLetterStore;
import io.sitq.spi.Names;
import io.sitq.spi.StoredTask;
import io.sitq.spi.UserThreads;
import java.util.ArrayList;
import java.util.Collections;
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
  private final Sealing sealing;

  AsyncDeadLetters(Backend backend, Sealing sealing) {
    this.backend = backend;
    this.sealing = sealing;
    this.store = backend.deadLetters();
  }

  /** As {@link DeadLetters#list}. */
  public CompletionStage<List<DeadLetter>> list(DeadLetterFilter filter) {
    List<DeadLetter> all = new ArrayList<>();
    return UserThreads.hop(
        visit(
                filter,
                page -> {
                  all.addAll(page);
                  return CompletableFuture.completedStage(page.size());
                })
            .thenApply(count -> List.copyOf(all)));
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
    List<String> newestFirst = new ArrayList<>();
    return UserThreads.hop(
        forAll(
                filter,
                ids -> {
                  newestFirst.addAll(ids);
                  return CompletableFuture.completedStage(ids.size());
                })
            .thenCompose(
                count -> {
                  Collections.reverse(newestFirst);
                  return requeue(filter.queue(), newestFirst, 0);
                }));
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

  private CompletionStage<Integer> requeue(String queue, List<String> ids, int sum) {
    if (ids.isEmpty()) {
      return CompletableFuture.completedStage(sum);
    }
    int size = Math.min(ids.size(), PAGE);
    return store
        .requeue(queue, ids.subList(0, size))
        .thenCompose(count -> requeue(queue, ids.subList(size, ids.size()), sum + count));
  }

  private CompletionStage<Integer> forAll(
      DeadLetterFilter filter, Function<List<String>, CompletionStage<Integer>> act) {
    return visit(filter, page -> act.apply(page.stream().map(DeadLetter::id).toList()));
  }

  /** Shows what matches page by page, so that no more than a page is held; adds up the answers. */
  private CompletionStage<Integer> visit(
      DeadLetterFilter filter, Function<List<DeadLetter>, CompletionStage<Integer>> visitor) {
    Checks.notNull("filter", filter);
    return store
        .ids(filter.queue(), filter.since(), filter.until())
        .thenCompose(ids -> visit(filter, ids, filter.limit(), 0, visitor));
  }

  private CompletionStage<Integer> visit(
      DeadLetterFilter filter,
      List<String> ids,
      int left,
      int sum,
      Function<List<DeadLetter>, CompletionStage<Integer>> visitor) {
    if (ids.isEmpty() || left <= 0) {
      return CompletableFuture.completedStage(sum);
    }
    int size = Math.min(ids.size(), PAGE);
    return page(filter, ids.subList(0, size), left)
        .thenCompose(
            page ->
                (page.isEmpty() ? CompletableFuture.completedStage(0) : visitor.apply(page))
                    .thenCompose(
                        count ->
                            visit(
                                filter,
                                ids.subList(size, ids.size()),
                                left - page.size(),
                                sum + count,
                                visitor)));
  }

  private CompletionStage<List<DeadLetter>> page(
      DeadLetterFilter filter, List<String> ids, int most) {
    CompletionStage<List<DeadLetter>> page = CompletableFuture.completedStage(new ArrayList<>());
    for (CompletionStage<Optional<DeadLetter>> letter : ids.stream().map(this::read).toList()) {
      page =
          page.thenCombine(
              letter,
              (all, read) -> {
                read.filter(filter::matches).filter(l -> all.size() < most).ifPresent(all::add);
                return all;
              });
    }
    return page;
  }

  private CompletionStage<Optional<DeadLetter>> read(String id) {
    return backend
        .results()
        .read(id)
        .thenApply(task -> task.map(sealing::openErrors).flatMap(AsyncDeadLetters::letter));
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
