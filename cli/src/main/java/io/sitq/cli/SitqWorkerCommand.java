package io.sitq.cli;

import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.redis.TlsSettings;
import io.sitq.seal.Sealing;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program as a whole: its commands, and the options that may stand before or after them. */
@Command(
    name = "sitq-worker",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    abbreviateSynopsis = true,
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      EnqueueCommand.class,
      ResultCommand.class,
      CancelCommand.class,
      DeadCommand.class,
      StatsCommand.class,
      DoctorCommand.class,
      BenchCommand.class,
      ShareClassesCommand.class
    },
    description = "Runs and inspects tasks of sitq, a task queue on Redis streams.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the task failed or was cancelled; doctor: something has to be done",
      "2:wrong usage",
      "3:no such task",
      "4:Redis is out of reach, or refuses",
      "5:not finished (in time)"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sitq-worker demo",
      "  sitq-worker run --tasks tasks.jar --queue default --metrics-port 9464",
      "  sitq-worker enqueue divide '{\"a\":10,\"b\":2}' --wait 10s",
      "  sitq-worker --json result default:order-17",
      "  sitq-worker dead list --since 2h"
    })
final class SitqWorkerCommand implements Runnable {
  static final String DEFAULT_REDIS = "redis://localhost:6379";

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      scope = ScopeType.INHERIT,
      description = {
        "redis://[user[:password]@]host[:port][/database];",
        "redis-sentinel://[user[:password]@]host[:port],host[:port],...[/database]#master,"
            + " the hosts are the Sentinels, ?sentinelPassword=... before the # their password;",
        "redis-cluster://[user[:password]@]host[:port],host[:port],...",
        "With rediss in place of redis: TLS.",
        "Default: the environment's SITQ_REDIS_URL, which hides a password from the list of"
            + " processes, else "
            + DEFAULT_REDIS
      })
  private @Nullable String redis;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "First part of every key. Default: " + RedisSettings.DEFAULT_NAMESPACE)
  private @Nullable String namespace;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "PEM file of the certificate authorities to trust, with rediss://. Default: the JVM's")
  private @Nullable Path tlsCa;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "PEM file of the certificate to show to Redis; needs --tls-key")
  private @Nullable Path tlsCert;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "PEM file of its key (PKCS #8, not encrypted)")
  private @Nullable Path tlsKey;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = {
        "Keys that seal tasks and results, one a line: <id> aes-256-gcm|hmac-sha256 <Base64>. The"
            + " first one seals, all of them open; what is not sealed is refused.",
        "Default: the file that the environment's SITQ_KEYS_FILE names, else the keys in SITQ_KEYS,"
            + " else nothing is sealed"
      })
  private @Nullable Path keys;

  @Option(
      names = "--accept-unsealed",
      scope = ScopeType.INHERIT,
      description = "With keys: accept what is not sealed too, while some have no keys yet")
  private boolean acceptUnsealed;

  private @Nullable Sealing sealing;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print results as JSON, one object a line")
  private boolean json;

  @Override
  public void run() {
    throw new ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(),
        "a command is missing: demo, run, enqueue, result, cancel, dead, stats, doctor, bench or share-classes");
  }

  boolean json() {
    return json;
  }

  /** Whether the command line names a server. */
  boolean namesRedis() {
    return redis != null;
  }

  /** Connects to the Redis that the options or the environment name. */
  RedisBackend connect() {
    return RedisBackend.connect(settings());
  }

  /** Connects to a Redis in the namespace of the options. */
  RedisBackend connect(String uri) {
    return RedisBackend.connect(settings(uri));
  }

  /** The Redis that the options or the environment name. */
  RedisSettings settings() {
    String fromEnvironment = System.getenv("SITQ_REDIS_URL");
    if (redis != null) {
      return settings(redis).tls(tls());
    }
    return settings(
            fromEnvironment == null || fromEnvironment.isBlank() ? DEFAULT_REDIS : fromEnvironment)
        .tls(tls());
  }

  /** Which keys, read once, seal tasks and results, as the options or the environment say. */
  Sealing sealing() {
    if (sealing == null) {
      sealing = Keys.sealing(keys, acceptUnsealed, System.getenv());
    }
    return sealing;
  }

  /**
   * Refuses what would be ignored by a command that starts a Redis of its own.
   *
   * @throws UsageException if an option of TLS is given
   */
  void requireNoTls() {
    if (tlsCa != null || tlsCert != null || tlsKey != null) {
      throw new UsageException(
          "--tls-ca, --tls-cert and --tls-key are for a Redis that you name; the one that is started"
              + " here listens to this machine alone, without TLS: leave them out");
    }
  }

  /**
   * Refuses what would be ignored by a command that seals nothing.
   *
   * @throws UsageException if keys are given as options
   */
  void requireNoKeys() {
    if (keys != null || acceptUnsealed) {
      throw new UsageException(
          "--keys and --accept-unsealed are of no use here: nothing is sealed, since no task leaves"
              + " the Redis that is started here: leave them out");
    }
  }

  private TlsSettings tls() {
    if ((tlsCert == null) != (tlsKey == null)) {
      throw new UsageException("--tls-cert and --tls-key belong together: give both or none");
    }
    TlsSettings tls = TlsSettings.defaults();
    tls = tlsCa == null ? tls : tls.trust(tlsCa);
    return tlsCert == null || tlsKey == null ? tls : tls.clientCertificate(tlsCert, tlsKey);
  }

  /** A Redis with the namespace of the options. */
  RedisSettings settings(String uri) {
    RedisSettings settings = RedisSettings.of(uri);
    return namespace == null ? settings : settings.namespace(namespace);
  }
}
