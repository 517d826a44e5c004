package io.sitq.redis;

import io.sitq.BackendConnectionException;
import io.sitq.BackendException;
import io.sitq.ConfigurationException;
import io.sitq.redis.internal.RedisRoles;
import io.sitq.spi.Backend;
import io.sitq.spi.Cancellations;
import io.sitq.spi.DeadLetterStore;
import io.sitq.spi.DelayedTasks;
import io.sitq.spi.Enqueuer;
import io.sitq.spi.Inspector;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.Recovery;
import io.sitq.spi.ResultReader;
import io.sitq.spi.WorkerRegistry;

/**
 * The backend on Redis streams: Redis 6.2 or later, or Valkey, as one server, behind Sentinels or
 * as a cluster. Thread-safe; one serves a whole process, with one connection for commands, one for
 * notifications, and one for each queue that a worker fetches from; in a cluster it is one to each
 * master.
 */
public final class RedisBackend implements Backend {
  private final RedisRoles roles;

  private RedisBackend(RedisRoles roles) {
    this.roles = roles;
  }

  /**
   * Connects with the default settings.
   *
   * <ul>
   *   <li>One server: {@code redis://[user[:password]@]host[:port][/database]}.
   *   <li>The master of Sentinels: {@code
   *       redis-sentinel://[user[:password]@]host[:port],host[:port],...[/database]#master}. The
   *       hosts are the Sentinels, port 26379 unless it is said, the credentials those of master
   *       and replicas, and {@code master} the name by which the Sentinels know the master.
   *       Credentials of the Sentinels themselves are parameters before the {@code #}: {@code
   *       ?sentinelPassword=...}, with {@code &sentinelUsername=...} for a user of their ACL.
   *   <li>A cluster: {@code redis-cluster://[user[:password]@]host[:port],host[:port],...}, of
   *       which some nodes are enough. It has no database numbers.
   * </ul>
   *
   * <p>With {@code rediss} in place of {@code redis} connections use TLS, those to Sentinels too.
   * Reserved characters in passwords are percent-encoded.
   *
   * @param uri one of these
   * @throws ConfigurationException if it is no such URI, or the server is of another set-up
   * @throws BackendConnectionException if the server can't be reached or refuses the credentials,
   *     no Sentinel answers or knows the master, or slots of the cluster are served by no node
   * @throws BackendException if the server is older than 6.2
   */
  public static RedisBackend connect(String uri) {
    return connect(RedisSettings.of(uri));
  }

  /** Connects with settings of one's own; throws as {@link #connect(String)}. */
  public static RedisBackend connect(RedisSettings settings) {
    return new RedisBackend(RedisRoles.connect(settings));
  }

  @Override
  public String address() {
    return roles.address();
  }

  @Override
  public Enqueuer enqueuer() {
    return roles.enqueuer();
  }

  @Override
  public ResultReader results() {
    return roles.results();
  }

  @Override
  public QueueConsumer consumer(String queue, String workerId) {
    return roles.consumer(queue, workerId);
  }

  @Override
  public DelayedTasks delayedTasks() {
    return roles.delayedTasks();
  }

  @Override
  public Recovery recovery() {
    return roles.recovery();
  }

  @Override
  public Cancellations cancellations() {
    return roles.cancellations();
  }

  @Override
  public DeadLetterStore deadLetters() {
    return roles.deadLetters();
  }

  @Override
  public WorkerRegistry registry() {
    return roles.registry();
  }

  @Override
  public Inspector inspector() {
    return roles.inspector();
  }

  @Override
  public void close() {
    roles.close();
  }

  /** The address, without credentials. */
  @Override
  public String toString() {
    return "RedisBackend[" + address() + "]";
  }
}
