package io.sitq.redis.internal;

import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.redis.internal.QueueLayout.Former;
import io.sitq.spi.StoredTask;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * The tasks that had ended before a queue was spread anew. Nothing is ever added to an earlier
 * layout, so what is not found there will not come.
 */
final class FormerTasks {
  private final RedisContext context;

  FormerTasks(RedisContext context) {
    this.context = context;
  }

  /** Which of these ids have a result in an earlier layout. */
  CompletionStage<Set<String>> known(QueueLayout layout, List<String> ids) {
    CompletionStage<Set<String>> known = CompletableFuture.completedStage(new HashSet<>());
    for (Former former : layout.readable()) {
      for (String id : ids) {
        known =
            known.thenCombine(
                context.commands().exists(former.of(id).task(id)),
                (all, found) -> {
                  if (found > 0) {
                    all.add(id);
                  }
                  return all;
                });
      }
    }
    return known;
  }

  /** The result of a task in an earlier layout, if it has one. */
  static CompletionStage<Optional<StoredTask>> read(
      QueueLayout layout,
      String id,
      BiFunction<QueueKeys, String, CompletionStage<Optional<StoredTask>>> reader) {
    CompletionStage<Optional<StoredTask>> found =
        CompletableFuture.completedStage(Optional.empty());
    for (Former former : layout.readable()) {
      found =
          found.thenCompose(
              task ->
                  task.isPresent()
                      ? CompletableFuture.completedStage(task)
                      : reader.apply(former.of(id), id));
    }
    return found;
  }
}
