package io.sitq.redis.internal;

import io.sitq.redis.internal.GroupCommit.Item;
import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.StoredTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Asks Redis, in batches, to tell of the ends of tasks on one reply channel. */
final class Registrations {
  private static final int CHANNELS_PER_TASK = 32;

  private final RedisContext context;
  private final byte[] channel;
  private final Map<QueueKeys, GroupCommit<String, Registration>> lines = new ConcurrentHashMap<>();

  /** What {@code await.lua} said: to be told later, or what there is now. */
  record Registration(boolean willBeTold, Optional<StoredTask> now) {}

  Registrations(RedisContext context, byte[] channel) {
    this.context = context;
    this.channel = channel;
  }

  CompletionStage<Registration> register(QueueKeys keys, String id) {
    return lines.computeIfAbsent(keys, this::line).submit(id);
  }

  void close() {
    lines.values().forEach(GroupCommit::close);
  }

  private GroupCommit<String, Registration> line(QueueKeys keys) {
    return context.line("getResult", String::length, batch -> register(keys, batch));
  }

  private CompletionStage<List<Registration>> register(
      QueueKeys keys, List<Item<String, Registration>> batch) {
    byte[][] scriptKeys = new byte[3 + batch.size()][];
    byte[][] args = new byte[3 + batch.size()][];
    scriptKeys[0] = keys.ready;
    scriptKeys[1] = keys.scheduled;
    scriptKeys[2] = keys.waiting;
    args[0] = Keys.GROUP;
    args[1] = channel;
    args[2] = Bytes.of(CHANNELS_PER_TASK);
    for (int i = 0; i < batch.size(); i++) {
      scriptKeys[3 + i] = keys.task(batch.get(i).value);
      args[3 + i] = Bytes.of(batch.get(i).value);
    }
    return context
        .scripts()
        .run(Script.AWAIT, scriptKeys, args)
        .thenApply(
            replies -> {
              List<Registration> registrations = new ArrayList<>(batch.size());
              for (int i = 0; i < batch.size(); i++) {
                List<?> reply = (List<?>) replies.get(i);
                registrations.add(
                    Snapshots.isWaiting(reply)
                        ? new Registration(true, Optional.empty())
                        : new Registration(false, Snapshots.parse(batch.get(i).value, reply)));
              }
              return registrations;
            });
  }
}
