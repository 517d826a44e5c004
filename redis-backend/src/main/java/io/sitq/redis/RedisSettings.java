package io.sitq.redis;

import io.sitq.ConfigurationException;
import io.sitq.TaskValidationException;
import io.sitq.redis.internal.RedisLocation;
import io.sitq.spi.Names;
import io.sitq.spi.Texts;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * How to reach Redis and how long to try. Immutable: each method returns a copy with one thing
 * changed, checked at once.
 */
public final class RedisSettings {
  /** The first part of every key. */
  public static final String DEFAULT_NAMESPACE = "sitq";

  /** How long a producer's call is tried again while Redis is away. */
  public static final Duration DEFAULT_RETRY_TIMEOUT = Duration.ofSeconds(5);

  /** How long one command may take. */
  public static final Duration DEFAULT_COMMAND_TIMEOUT = Duration.ofSeconds(10);

  /** How long a connection may take to be made. */
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Dead letters kept for each queue. */
  public static final int DEFAULT_DEAD_LETTERS = 10_000;

  /** How long a dead letter is kept. */
  public static final Duration DEFAULT_DEAD_LETTER_TTL = Duration.ofDays(90);

  private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  private final Values values;

  private RedisSettings(Values values) {
    this.values = values;
  }

  /** Written only while a copy is made; never seen by two threads before that. */
  private static final class Values {
    private final String uri;
    private String namespace = DEFAULT_NAMESPACE;
    private Duration retryTimeout = DEFAULT_RETRY_TIMEOUT;
    private Duration commandTimeout = DEFAULT_COMMAND_TIMEOUT;
    private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
    private int deadLetters = DEFAULT_DEAD_LETTERS;
    private Duration deadLetterTtl = DEFAULT_DEAD_LETTER_TTL;
    private TlsSettings tls = TlsSettings.defaults();
    private Map<String, QueueSettings> queues = Map.of();

    Values(String uri) {
      this.uri = uri;
    }

    Values(Values other) {
      uri = other.uri;
      namespace = other.namespace;
      retryTimeout = other.retryTimeout;
      commandTimeout = other.commandTimeout;
      connectTimeout = other.connectTimeout;
      deadLetters = other.deadLetters;
      deadLetterTtl = other.deadLetterTtl;
      tls = other.tls;
      queues = other.queues;
    }
  }

  private RedisSettings with(Consumer<Values> change) {
    Values copy = new Values(values);
    change.accept(copy);
    return new RedisSettings(copy);
  }

  /**
   * The defaults for a set-up of Redis.
   *
   * @param uri where it is; see {@link RedisBackend#connect(String)} for what it may be
   * @throws ConfigurationException if it is no such URI; the message shows no password
   */
  public static RedisSettings of(String uri) {
    RedisLocation.of(uri);
    return new RedisSettings(new Values(uri));
  }

  /**
   * The first part of every key, so that several installations can share a server. Default: {@code
   * sitq}.
   *
   * @throws ConfigurationException unless it is 1 to 64 of {@code [A-Za-z0-9._:-]}
   */
  public RedisSettings namespace(String newNamespace) {
    if (newNamespace == null || !NAMESPACE.matcher(newNamespace).matches()) {
      throw new ConfigurationException(
          "namespace", "must be 1 to 64 of [A-Za-z0-9._:-]", newNamespace);
    }
    return with(v -> v.namespace = newNamespace);
  }

  /** How long a producer's call is tried again while Redis is away. Default: 5 s; zero: once. */
  public RedisSettings retryTimeout(Duration timeout) {
    requireAtMostTenYears("retryTimeout", timeout);
    if (timeout.isNegative()) {
      throw new ConfigurationException("retryTimeout", "must not be negative", timeout);
    }
    return with(v -> v.retryTimeout = timeout);
  }

  /** How long one command may take before the connection counts as broken. Default: 10 s. */
  public RedisSettings commandTimeout(Duration timeout) {
    requirePositive("commandTimeout", timeout);
    return with(v -> v.commandTimeout = timeout);
  }

  /** How long a connection may take to be made. Default: 5 s. */
  public RedisSettings connectTimeout(Duration timeout) {
    requirePositive("connectTimeout", timeout);
    return with(v -> v.connectTimeout = timeout);
  }

  /**
   * How many dead letters of each queue are kept; older ones are dropped first. Default: 10,000.
   *
   * @throws ConfigurationException if it is negative
   */
  public RedisSettings deadLetters(int count) {
    if (count < 0) {
      throw new ConfigurationException("deadLetters", "must not be negative", count);
    }
    return with(v -> v.deadLetters = count);
  }

  /** How long a dead letter is kept, and its result with it. Default: 90 days. */
  public RedisSettings deadLetterTtl(Duration ttl) {
    requirePositive("deadLetterTtl", ttl);
    return with(v -> v.deadLetterTtl = ttl);
  }

  /**
   * Whom to trust, and as whom to appear, on a TLS connection. Default: the certificate authorities
   * of the JVM, and no client certificate.
   *
   * @throws ConfigurationException if the URI is not {@code rediss://}
   */
  public RedisSettings tls(TlsSettings settings) {
    if (settings == null) {
      throw new ConfigurationException("tls", "must not be null", null);
    }
    if (!settings.equals(TlsSettings.defaults()) && !values.uri.startsWith("rediss")) {
      throw new ConfigurationException("tls", "needs a rediss:// URI", address());
    }
    return with(v -> v.tls = settings);
  }

  /**
   * What one queue should be like; a queue that is not named here is as it is recorded in Redis.
   * Told to everybody who uses the queue with these settings: if it can't be had, the first task
   * that is enqueued, or the worker that starts, fails with a {@link ConfigurationException}.
   *
   * @throws ConfigurationException if it is no name of a queue
   */
  public RedisSettings queue(String name, QueueSettings settings) {
    if (name == null || settings == null) {
      throw new ConfigurationException("queue", "must not be null", name);
    }
    try {
      Names.requireQueue(name);
    } catch (TaskValidationException e) {
      throw new ConfigurationException(
          "queue", "must be [A-Za-z0-9._-], 1 to 128 characters", Texts.quoted(name));
    }
    Map<String, QueueSettings> all = new TreeMap<>(values.queues);
    all.put(name, settings);
    return with(v -> v.queues = Map.copyOf(all));
  }

  private static void requirePositive(String parameter, Duration value) {
    requireAtMostTenYears(parameter, value);
    if (value.toMillis() < 1) {
      throw new ConfigurationException(parameter, "must be at least 1 ms", value);
    }
  }

  private static void requireAtMostTenYears(String parameter, Duration value) {
    if (value == null || value.compareTo(Duration.ofDays(3650)) > 0) {
      throw new ConfigurationException(parameter, "must be at most 10 years", value);
    }
  }

  /** The server, credentials included: not for messages. */
  public String uri() {
    return values.uri;
  }

  /** The first part of every key. */
  public String namespace() {
    return values.namespace;
  }

  /** How long a producer's call is tried again while Redis is away. */
  public Duration retryTimeout() {
    return values.retryTimeout;
  }

  /** How long one command may take. */
  public Duration commandTimeout() {
    return values.commandTimeout;
  }

  /** How long a connection may take to be made. */
  public Duration connectTimeout() {
    return values.connectTimeout;
  }

  /** How many dead letters of each queue are kept. */
  public int deadLetters() {
    return values.deadLetters;
  }

  /** How long a dead letter is kept. */
  public Duration deadLetterTtl() {
    return values.deadLetterTtl;
  }

  /** Whom to trust, and as whom to appear, on a TLS connection. */
  public TlsSettings tls() {
    return values.tls;
  }

  /** What each queue should be like; those that are not named are as they are recorded in Redis. */
  public Map<String, QueueSettings> queues() {
    return values.queues;
  }

  /** The server, the Sentinels or the nodes, without credentials. */
  public String address() {
    return RedisLocation.of(values.uri).address();
  }

  /** The server without credentials, and the namespace. */
  @Override
  public String toString() {
    return "RedisSettings[" + address() + ", namespace " + values.namespace + "]";
  }
}
