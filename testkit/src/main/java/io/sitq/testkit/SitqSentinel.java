package io.sitq.testkit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A master with replicas, watched by three Sentinels: processes of this machine, for tests of what
 * happens when a master fails.
 *
 * <pre>{@code
 * try (SitqSentinel redis = SitqSentinel.start()) {
 *   String uri = redis.uri();   // redis-sentinel://127.0.0.1:49152,...#mymaster
 *   redis.failOver();           // or redis.master().kill()
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class SitqSentinel implements AutoCloseable {
  /** By which name the Sentinels know the master. */
  public static final String MASTER = "mymaster";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SetUpSettings settings;
  private final @Nullable String sentinelPassword;
  private final List<SitqRedis> servers = new ArrayList<>();
  private final List<SitqRedis> sentinels = new ArrayList<>();
  private final ServerTalk talk = new ServerTalk();

  private SitqSentinel(SetUpSettings settings, @Nullable String sentinelPassword) {
    this.settings = settings;
    this.sentinelPassword = sentinelPassword;
  }

  /**
   * A master, one replica and three Sentinels that replace a master after a second of silence.
   *
   * @throws IllegalStateException if this machine has no Redis, or they don't get ready
   */
  public static SitqSentinel start() {
    return builder().start();
  }

  /** For other than default settings. */
  public static SitqSentinelBuilder builder() {
    return new SitqSentinelBuilder();
  }

  static SitqSentinel start(
      SetUpSettings settings,
      @Nullable String sentinelPassword,
      int replicas,
      List<String> sentinelConfig) {
    SitqSentinel made = new SitqSentinel(settings, sentinelPassword);
    try {
      made.startServers(replicas);
      made.startSentinels(sentinelConfig);
      return made;
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  private void startServers(int replicas) {
    SitqRedis master = settings.server().start();
    servers.add(master);
    String port = String.valueOf(master.mainPort());
    for (int i = 0; i < replicas; i++) {
      servers.add(settings.server().config("replicaof", "127.0.0.1 " + port).start());
    }
    ServerTalk.await(
        "all replicas follow the master",
        PATIENCE,
        () -> talk.askReplicas(master, replicas) == replicas);
  }

  private void startSentinels(List<String> config) {
    int port = servers.get(0).mainPort();
    for (int i = 0; i < 3; i++) {
      SitqRedisBuilder sentinel =
          settings
              .process(FreePort::find)
              .config("sentinel", "monitor " + MASTER + " 127.0.0.1 " + port + " 2");
      if (settings.password() != null) {
        sentinel.config(
            "sentinel",
            "auth-pass " + MASTER + " \"" + SetUpSettings.escaped(settings.password()) + '"');
      }
      if (sentinelPassword != null) {
        sentinel
            .password(sentinelPassword)
            .config("sentinel", "sentinel-pass \"" + SetUpSettings.escaped(sentinelPassword) + '"');
      }
      config.forEach(line -> sentinel.config("sentinel", line));
      sentinels.add(sentinel.start());
    }
    ServerTalk.await(
        "Sentinels know each other and the replicas",
        PATIENCE,
        () -> sentinels.stream().allMatch(this::isComplete));
  }

  private boolean isComplete(SitqRedis sentinel) {
    var master = talk.askSentinel(List.of(sentinel), s -> s.master(MASTER));
    return "2".equals(master.get("num-other-sentinels"))
        && String.valueOf(servers.size() - 1).equals(master.get("num-slaves"))
        && talk.askSentinel(List.of(sentinel), s -> s.replicas(MASTER)).stream()
            .allMatch(replica -> "ok".equals(replica.get("master-link-status")));
  }

  /** {@code redis-sentinel://127.0.0.1:49152,...#mymaster}, with the passwords there are. */
  public String uri() {
    return settings.scheme()
        + "-sentinel://"
        + settings.credentials()
        + sentinels.stream()
            .map(sentinel -> "127.0.0.1:" + sentinel.mainPort())
            .collect(Collectors.joining(","))
        + (sentinelPassword == null
            ? ""
            : "?sentinelPassword=" + SetUpSettings.encoded(sentinelPassword))
        + "#"
        + MASTER;
  }

  /** A namespace that nobody else uses. */
  public String newNamespace() {
    return servers.get(0).newNamespace();
  }

  /**
   * The server that is the master for the Sentinels.
   *
   * @throws io.lettuce.core.RedisException if no Sentinel answers
   */
  public SitqRedis master() {
    int port =
        talk.askSentinel(
            sentinels, s -> ((InetSocketAddress) s.getMasterAddrByName(MASTER)).getPort());
    return servers.stream().filter(server -> server.mainPort() == port).findFirst().orElseThrow();
  }

  /** Master and replicas, dead ones too, in the order of their start. */
  public List<SitqRedis> servers() {
    return List.copyOf(servers);
  }

  /** The Sentinels. */
  public List<SitqRedis> sentinels() {
    return List.copyOf(sentinels);
  }

  /**
   * Makes a replica the master without waiting for a failure, and returns when it is.
   *
   * @throws IllegalStateException if none becomes it
   */
  public void failOver() {
    SitqRedis before = master();
    // Sentinels give up one that takes long, as on a busy machine, and so it is asked for again
    ServerTalk.await("another master", PATIENCE, () -> isMasterAfter(before) || beginFailOver());
  }

  /** Always false: refused while one is under way, and if no replica is fit for it yet. */
  private boolean beginFailOver() {
    var unused = talk.askSentinel(sentinels, s -> s.failover(MASTER));
    return false;
  }

  /**
   * Returns when another server is the master and takes writes.
   *
   * @throws IllegalStateException if that does not happen
   */
  public void awaitMasterAfter(SitqRedis before) {
    ServerTalk.await("another master", PATIENCE, () -> isMasterAfter(before));
  }

  private boolean isMasterAfter(SitqRedis before) {
    SitqRedis now = master();
    return now != before && talk.ask(now, c -> c.info("replication")).contains("role:master");
  }

  /**
   * Makes all other servers replicas of the master, as the Sentinels do after some ten seconds, and
   * returns when they have what it has. One that was killed has to be restarted before.
   *
   * @throws IllegalStateException if they don't get ready
   */
  public void awaitReplicas() {
    ServerTalk.await("all replicas follow the master", PATIENCE, this::areInStep);
  }

  private boolean areInStep() {
    SitqRedis master = master();
    for (SitqRedis server : servers) {
      if (server != master
          && talk.ask(server, c -> c.info("replication")).contains("role:master")) {
        talk.ask(server, c -> c.replicaof("127.0.0.1", master.mainPort()));
      }
    }
    int replicas = servers.size() - 1;
    return talk.ask(master, c -> c.info("replication")).contains("role:master")
        && talk.askReplicas(master, replicas) == replicas;
  }

  /** Stops all of them and deletes their data. Closing twice is harmless. */
  @Override
  public void close() {
    sentinels.forEach(SitqRedis::close);
    servers.forEach(SitqRedis::close);
    talk.close();
  }

  /** The set-up, without passwords. */
  @Override
  public String toString() {
    return "SitqSentinel[" + servers.size() + " servers, " + sentinels.size() + " Sentinels]";
  }
}
