package io.sitq.redis.internal;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Writes tasks once more with a WAIT right behind, one WAIT at a time on each connection: as long
 * as it lasts, the server takes nothing else from there, and what stands behind several of them may
 * be given up before it is read. What comes meanwhile shares the next one. Thread-safe.
 */
final class ReplicaWaits {
  /** Who is behind the WAIT of each connection that has one under way. Guarded by this. */
  private final Map<StatefulRedisConnection<byte[], byte[]>, Deque<Request>> lines =
      new HashMap<>();

  /** What can share a WAIT. */
  record Wish(int replicas, long timeoutMillis) {}

  private record Request(
      Wish wish,
      AsyncCommand<byte[], byte[], List<Object>> write,
      CompletableFuture<List<Integer>> outcome) {}

  /**
   * Of each task, how many replicas have it; -1 if it is not there. Fails as Lettuce does.
   *
   * @param cached whether the script is sent by its name
   * @param keys of the tasks' hashes, at most as many as a script takes, of one slot
   */
  CompletionStage<List<Integer>> confirm(
      StatefulRedisConnection<byte[], byte[]> server, Wish wish, boolean cached, byte[][] keys) {
    Request request = new Request(wish, write(cached, keys), new CompletableFuture<>());
    synchronized (this) {
      Deque<Request> line = lines.get(server);
      if (line != null) {
        line.addLast(request);
        return request.outcome;
      }
      lines.put(server, new ArrayDeque<>());
    }
    send(server, List.of(request));
    return request.outcome;
  }

  private void send(StatefulRedisConnection<byte[], byte[]> server, List<Request> first) {
    List<Request> round = first;
    while (round != null && !isSent(server, round)) {
      round = next(server);
    }
  }

  /** All at once, or the WAIT might reach a server that has not seen the writes. */
  private boolean isSent(StatefulRedisConnection<byte[], byte[]> server, List<Request> round) {
    AsyncCommand<byte[], byte[], Long> wait = waitFor(round.get(0).wish);
    List<RedisCommand<byte[], byte[], ?>> commands = new ArrayList<>();
    round.forEach(request -> commands.add(request.write));
    commands.add(wait);
    try {
      server.dispatch(commands);
    } catch (RuntimeException e) {
      round.forEach(request -> request.outcome.completeExceptionally(e));
      return false;
    }
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (Request request : round) {
      ends.add(
          request
              .write
              .thenCombine(wait, ReplicaWaits::confirmed)
              .whenComplete((confirmed, error) -> complete(request.outcome, confirmed, error))
              .toCompletableFuture());
    }
    var unused =
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
            .whenComplete((all, error) -> send(server, next(server)));
    return true;
  }

  private static void complete(
      CompletableFuture<List<Integer>> outcome,
      @Nullable List<Integer> confirmed,
      @Nullable Throwable error) {
    if (error == null) {
      outcome.complete(confirmed);
    } else {
      outcome.completeExceptionally(error);
    }
  }

  /** Takes those out of the line that can go with its first one; null if nobody is left. */
  private synchronized @Nullable List<Request> next(
      StatefulRedisConnection<byte[], byte[]> server) {
    Deque<Request> line = lines.get(server);
    if (line == null || line.isEmpty()) {
      lines.remove(server);
      return null;
    }
    Wish wish = line.getFirst().wish;
    List<Request> round = new ArrayList<>();
    for (Iterator<Request> i = line.iterator(); i.hasNext(); ) {
      Request request = i.next();
      if (request.wish.equals(wish)) {
        round.add(request);
        i.remove();
      }
    }
    return round;
  }

  private static AsyncCommand<byte[], byte[], List<Object>> write(boolean cached, byte[][] keys) {
    return command(
        cached ? CommandType.EVALSHA : CommandType.EVAL,
        new NestedMultiOutput<>(ByteArrayCodec.INSTANCE),
        new CommandArgs<>(ByteArrayCodec.INSTANCE)
            .add(cached ? Script.CONFIRM.sha1() : Script.CONFIRM.text())
            .add(keys.length)
            .addKeys(keys));
  }

  private static AsyncCommand<byte[], byte[], Long> waitFor(Wish wish) {
    return command(
        CommandType.WAIT,
        new IntegerOutput<>(ByteArrayCodec.INSTANCE),
        new CommandArgs<>(ByteArrayCodec.INSTANCE).add(wish.replicas()).add(wish.timeoutMillis()));
  }

  private static <T> AsyncCommand<byte[], byte[], T> command(
      CommandType type, CommandOutput<byte[], byte[], T> output, CommandArgs<byte[], byte[]> args) {
    return new AsyncCommand<>(new Command<>(type, output, args));
  }

  private static List<Integer> confirmed(List<Object> there, long replicas) {
    return there.stream().map(one -> Bytes.number(one) == 1 ? (int) replicas : -1).toList();
  }
}
