package io.sitq.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.PipelinedRedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class QueueReaderTest {
  private static final byte[] KEY = {1};

  private final Server first = new Server();
  private final Server second = new Server();
  private final Moving link = new Moving();
  private final QueueReader reader =
      new QueueReader(link, link, KEY, new RedisErrors("redis://here"));

  /** A connection to a server of which the test says when it tells the id. */
  private static final class Server {
    final Deque<CompletableFuture<Long>> ids = new ArrayDeque<>();
    final List<Long> unblocked = new ArrayList<>();
    int listeners;

    @SuppressWarnings("unchecked")
    final RedisAsyncCommands<byte[], byte[]> commands =
        of(
            RedisAsyncCommands.class,
            (proxy, method, args) -> {
              if (method.getName().equals("clientUnblock")) {
                unblocked.add((Long) args[0]);
              } else {
                ids.addLast(new CompletableFuture<>());
              }
              return new PipelinedRedisFuture<>(
                  ids.isEmpty() ? new CompletableFuture<>() : ids.getLast());
            });

    @SuppressWarnings("unchecked")
    final StatefulRedisConnection<byte[], byte[]> connection =
        of(
            StatefulRedisConnection.class,
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "async" -> commands;
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == args[0];
                  default -> {
                    listeners++;
                    yield null;
                  }
                });
  }

  private static <T> T of(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** To the one server or the other. */
  private final class Moving implements Link {
    Server now = first;

    @Override
    public RedisClusterAsyncCommands<byte[], byte[]> commands() {
      return now.commands;
    }

    @Override
    public CompletionStage<StatefulRedisConnection<byte[], byte[]>> to(byte[] key) {
      return CompletableFuture.completedStage(now.connection);
    }

    @Override
    public List<RedisClusterAsyncCommands<byte[], byte[]>> servers() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private void moveTo(Server server) {
    link.now = server;
    var unused = reader.commands();
  }

  @Test
  void an_id_that_the_former_server_tells_late_is_not_taken_for_one_of_the_new_server() {
    moveTo(second);
    second.ids.getLast().complete(2L);
    first.ids.getLast().complete(1L);

    reader.unblock();

    assertThat(second.unblocked).containsExactly(2L);
  }

  @Test
  void nobody_is_woken_by_the_id_on_the_former_server() {
    first.ids.getLast().complete(1L);
    moveTo(second);

    reader.unblock();

    assertThat(second.unblocked).isEmpty();
  }

  @Test
  void a_stream_that_comes_and_goes_leaves_one_watcher_on_each_connection() {
    for (int i = 0; i < 5; i++) {
      moveTo(second);
      moveTo(first);
    }

    assertThat(first.listeners).isEqualTo(1);
    assertThat(second.listeners).isEqualTo(1);
  }
}
