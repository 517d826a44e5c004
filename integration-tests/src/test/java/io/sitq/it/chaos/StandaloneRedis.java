package io.sitq.it.chaos;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.fault.FaultyProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One server that writes each command to its append-only file before it answers. Each process
 * reaches it by a proxy of its own.
 */
final class StandaloneRedis implements RedisUnderTest {
  private static final int TRIES = 50;
  private static final long TRY_AGAIN_MILLIS = 200;

  private final Duration lease;
  private final SitqRedis server;
  private final RedisClient client;

  /** One trouble with the process at a time. */
  private final ReentrantLock process = new ReentrantLock();

  StandaloneRedis(Duration lease) {
    this.lease = lease;
    this.server =
        SitqRedis.builder()
            .localProcess()
            .config("appendonly", "yes")
            .config("appendfsync", "always")
            .start();
    this.client = RedisClient.create(server.uri());
  }

  @Override
  public String uri() {
    return server.uri();
  }

  @Override
  public Link link(String clientName) {
    FaultyProxy proxy = FaultyProxy.before(server.uri());
    return new Link(proxy.uri() + "?clientName=" + clientName, proxy);
  }

  @Override
  public boolean keepsEveryWrite() {
    return true;
  }

  @Override
  public List<Fault> faults() {
    return List.of(
        new Fault("Redis killed and started", 0.8, this::kill),
        new Fault("Redis shut down and started", 0.5, this::restart),
        new Fault("Redis frozen", 0.6, this::freeze),
        new Fault("clients paused", 1, random -> told(c -> pause(c, random))),
        new Fault("writes refused for want of replicas", 0.5, this::refuseWrites),
        new Fault("connections killed by Redis", 2, random -> told(StandaloneRedis::killAll)),
        new Fault("scripts flushed", 2, random -> told(c -> c.scriptFlush())));
  }

  private boolean kill(RandomGenerator random) throws InterruptedException {
    return alone(
        () -> {
          server.kill();
          rest(random, Duration.ofSeconds(1));
          server.restart();
        });
  }

  private boolean restart(RandomGenerator random) throws InterruptedException {
    return alone(server::restart);
  }

  private boolean freeze(RandomGenerator random) throws Exception {
    return alone(
        () -> {
          ChildProcess.signal("STOP", server.pid());
          rest(random, lease.multipliedBy(2));
          ChildProcess.signal("CONT", server.pid());
        });
  }

  private boolean refuseWrites(RandomGenerator random) throws InterruptedException {
    return alone(
        () -> {
          boolean unused = told(c -> c.configSet("min-replicas-to-write", "1"));
          rest(random, lease);
          unused = told(c -> c.configSet("min-replicas-to-write", "0"));
        });
  }

  private void pause(RedisCommands<String, String> redis, RandomGenerator random) {
    redis.clientPause(random.nextLong(lease.toMillis()));
  }

  private static void killAll(RedisCommands<String, String> redis) {
    redis.clientKill(KillArgs.Builder.typePubsub());
    redis.clientKill(KillArgs.Builder.typeNormal().skipme());
  }

  /** Something that lasts, and that no other trouble with the process may meet. */
  private interface Trouble {
    void make() throws Exception;
  }

  private boolean alone(Trouble trouble) throws InterruptedException {
    process.lock();
    try {
      trouble.make();
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the trouble with Redis was not made", e);
    } finally {
      process.unlock();
    }
  }

  private static void rest(RandomGenerator random, Duration most) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(random.nextLong(most.toMillis()));
  }

  /** Tells it as soon as it hears; false if it is away for long. */
  private boolean told(Consumer<RedisCommands<String, String>> command)
      throws InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      try (StatefulRedisConnection<String, String> connection = client.connect()) {
        command.accept(connection.sync());
        return true;
      } catch (RedisException e) {
        TimeUnit.MILLISECONDS.sleep(TRY_AGAIN_MILLIS);
      }
    }
    return false;
  }

  @Override
  public int connections(String clientName) {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return (int)
          connection
              .sync()
              .clientList()
              .lines()
              .filter(line -> line.contains(" name=" + clientName + " "))
              .count();
    }
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    server.close();
  }
}
