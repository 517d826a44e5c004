package io.sitq.redis.internal;

import io.sitq.redis.internal.GroupCommit.Item;
import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.Names;
import io.sitq.spi.ResultReader;
import io.sitq.spi.StoredTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Reads tasks in batches, and waits for their end by notification. */
final class RedisResultReader implements ResultReader {
  private final RedisContext context;
  private final QueueLayouts layouts;
  private final Waiters waiters;
  private final Map<QueueKeys, GroupCommit<String, Optional<StoredTask>>> lines =
      new ConcurrentHashMap<>();

  RedisResultReader(RedisContext context, Notifications notifications, QueueLayouts layouts) {
    this.context = context;
    this.layouts = layouts;
    this.waiters = new Waiters(context, notifications, layouts, this::read);
  }

  @Override
  public CompletionStage<Optional<StoredTask>> read(String id) {
    return layouts.with("getResult", Names.queueOf(id), layout -> read(layout, id));
  }

  private CompletionStage<Optional<StoredTask>> read(QueueLayout layout, String id) {
    return read(layout.of(id), id)
        .thenCompose(
            found ->
                found.isPresent()
                    ? CompletableFuture.completedStage(found)
                    : readElsewhere(layout, id));
  }

  private CompletionStage<Optional<StoredTask>> read(QueueKeys keys, String id) {
    return lines.computeIfAbsent(keys, this::line).submit(id);
  }

  /** In an earlier layout of the queue, or in a later one than this client has heard of. */
  private CompletionStage<Optional<StoredTask>> readElsewhere(QueueLayout layout, String id) {
    return FormerTasks.read(layout, id, this::read)
        .thenCompose(
            found ->
                found.isPresent()
                    ? CompletableFuture.completedStage(found)
                    : layouts
                        .latest("getResult", layout.queue())
                        .thenCompose(
                            now ->
                                now.isSame(layout)
                                    ? CompletableFuture.completedStage(found)
                                    : read(now, id)));
  }

  @Override
  public CompletionStage<Optional<StoredTask>> awaitEnd(String id, Duration timeout) {
    return timeout.isZero() ? read(id) : waiters.await(id, timeout);
  }

  Waiters waiters() {
    return waiters;
  }

  void close() {
    waiters.close();
    lines.values().forEach(GroupCommit::close);
  }

  private GroupCommit<String, Optional<StoredTask>> line(QueueKeys keys) {
    return context.line("getResult", String::length, batch -> inspect(keys, batch));
  }

  private CompletionStage<List<Optional<StoredTask>>> inspect(
      QueueKeys keys, List<Item<String, Optional<StoredTask>>> batch) {
    byte[][] scriptKeys = new byte[2 + batch.size()][];
    byte[][] args = new byte[1 + batch.size()][];
    scriptKeys[0] = keys.ready;
    scriptKeys[1] = keys.scheduled;
    args[0] = Keys.GROUP;
    for (int i = 0; i < batch.size(); i++) {
      scriptKeys[2 + i] = keys.task(batch.get(i).value);
      args[1 + i] = Bytes.of(batch.get(i).value);
    }
    return context
        .scripts()
        .run(Script.INSPECT, scriptKeys, args)
        .thenApply(
            replies -> {
              List<Optional<StoredTask>> tasks = new ArrayList<>(batch.size());
              for (int i = 0; i < batch.size(); i++) {
                tasks.add(Snapshots.parse(batch.get(i).value, (List<?>) replies.get(i)));
              }
              return tasks;
            });
  }
}
