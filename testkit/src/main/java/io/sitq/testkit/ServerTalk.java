package io.sitq.testkit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.models.role.RedisInstance;
import io.lettuce.core.models.role.RedisMasterInstance;
import io.lettuce.core.models.role.RoleParser;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import io.lettuce.core.sentinel.api.sync.RedisSentinelCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Tells servers what to do, a connection for each command: any of them may be gone at any time. */
final class ServerTalk implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 25;
  private static final long ANSWER_MILLIS = 20;

  private final RedisClient client = RedisClient.create();

  ServerTalk() {
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
            .build());
  }

  /**
   * The server's answer.
   *
   * @throws RedisException if it is an error or does not come
   */
  <T> T ask(SitqRedis server, Function<RedisCommands<String, String>, T> question) {
    try (StatefulRedisConnection<String, String> connection = client.connect(uri(server))) {
      return question.apply(connection.sync());
    }
  }

  /**
   * How many replicas of a master have confirmed what it is told here. The state "online" does not
   * say so: after a synchronization the master holds back what is written until the replica has
   * first confirmed something, up to a second later, and one promoted before has nothing of it.
   */
  int askReplicas(SitqRedis master, int most) {
    return ask(
        master,
        c -> {
          var unused =
              c.publish("sitq-testkit", "who follows?"); // replicas are told, keys left alone
          return c.waitForReplication(most, TIMEOUT.toMillis() / 5).intValue();
        });
  }

  /**
   * The role of a server; a master's has its offset and what its replicas have confirmed. It asks
   * them for that before, since they say it once a second only: to wait for one more than there are
   * does. For a cluster, whose replicas are told nothing of what {@link #askReplicas} publishes.
   */
  RedisInstance roleOf(SitqRedis server) {
    return ask(
        server,
        c -> {
          RedisInstance role = RoleParser.parse(c.role());
          if (role instanceof RedisMasterInstance master) {
            var unused = c.waitForReplication(master.getReplicas().size() + 1, ANSWER_MILLIS);
            return RoleParser.parse(c.role());
          }
          return role;
        });
  }

  /** The answer of the first of these that gives one. */
  <T> T askAny(List<SitqRedis> servers, Function<RedisCommands<String, String>, T> question) {
    RedisException last = new RedisException("there is no server to ask");
    for (SitqRedis server : servers) {
      try {
        return ask(server, question);
      } catch (RedisException e) {
        last = e;
      }
    }
    throw last;
  }

  /** The answer of the first Sentinel that gives one; an error reply is one, and is thrown. */
  <T> T askSentinel(
      List<SitqRedis> sentinels, Function<RedisSentinelCommands<String, String>, T> question) {
    RedisException last = new RedisException("there is no Sentinel to ask");
    for (SitqRedis sentinel : sentinels) {
      try (StatefulRedisSentinelConnection<String, String> connection =
          client.connectSentinel(uri(sentinel))) {
        return question.apply(connection.sync());
      } catch (RedisCommandExecutionException e) {
        throw e;
      } catch (RedisException e) {
        last = e;
      }
    }
    throw last;
  }

  private static RedisURI uri(SitqRedis server) {
    RedisURI uri = RedisURI.create(server.uri());
    uri.setTimeout(TIMEOUT);
    return uri;
  }

  /**
   * Waits for what several servers have to agree on.
   *
   * @throws IllegalStateException if it does not come
   */
  static void await(String what, Duration most, BooleanSupplier condition) {
    long deadline = System.nanoTime() + most.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() - deadline >= 0) {
        throw new IllegalStateException("Redis for tests: not within " + most + ": " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting: " + what, e);
      }
    }
  }

  private static boolean holds(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (RedisException notYet) {
      return false;
    }
  }

  /** The port of its URI. */
  static int portOf(SitqRedis server) {
    return uri(server).getPort();
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, TIMEOUT);
  }
}
