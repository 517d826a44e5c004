package io.sitq.redis.internal;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import io.sitq.ConfigurationException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a URI names: one server, the master that Sentinels tell, or a cluster.
 *
 * @param setUp which of the three
 * @param uris one of a server or of all Sentinels, or one for each node of a cluster that is named
 * @param address the URI without credentials, for messages
 */
public record RedisLocation(SetUp setUp, List<RedisURI> uris, String address) {
  private static final String SYNTAX =
      "must be redis://[user[:password]@]host[:port][/database],"
          + " redis-sentinel://[user[:password]@]host[:port],...[/database]#master or"
          + " redis-cluster://[user[:password]@]host[:port],..., with rediss for TLS";

  private static final String SENTINEL_USER = "sentinelUsername";
  private static final String SENTINEL_PASSWORD = "sentinelPassword";

  /** The set-ups of Redis, and what their URIs may say. */
  enum SetUp {
    SINGLE("redis", "clientName", "database", "timeout", "verifyPeer"),
    SENTINEL(
        "redis-sentinel",
        "clientName",
        "database",
        SENTINEL_PASSWORD,
        SENTINEL_USER,
        "sentinelMasterId",
        "timeout",
        "verifyPeer"),
    CLUSTER("redis-cluster", "clientName", "timeout", "verifyPeer");

    private final String scheme;

    @SuppressWarnings("ImmutableEnumChecker") // it is: made by List.of
    private final List<String> parameters;

    SetUp(String scheme, String... parameters) {
      this.scheme = scheme;
      this.parameters = List.of(parameters);
    }

    private String secureScheme() {
      return scheme.replaceFirst("redis", "rediss");
    }

    private static @Nullable SetUp of(String uri) {
      for (SetUp setUp : values()) {
        if (uri.startsWith(setUp.scheme + "://") || uri.startsWith(setUp.secureScheme() + "://")) {
          return setUp;
        }
      }
      return null;
    }
  }

  /**
   * Reads a URI.
   *
   * @throws ConfigurationException if it is none of Redis; the message shows no password
   */
  public static RedisLocation of(@Nullable String uri) {
    if (uri == null) {
      throw new ConfigurationException("redis uri", "must not be null", null);
    }
    SetUp setUp = SetUp.of(uri);
    if (setUp == null) {
      throw refused(SYNTAX, uri, null);
    }
    try {
      Map<String, String> parameters = parameters(setUp, URI.create(uri).getRawQuery());
      return switch (setUp) {
        case SINGLE -> single(RedisURI.create(uri));
        case SENTINEL -> sentinel(uri, parameters);
        case CLUSTER -> cluster(uri, parameters);
      };
    } catch (ConfigurationException e) {
      throw e;
    } catch (RuntimeException e) {
      throw refused(SYNTAX, uri, e);
    }
  }

  /** What is not known is a mistake: a password there would not be used, and might be shown. */
  private static Map<String, String> parameters(SetUp setUp, @Nullable String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      if (!setUp.parameters.contains(parts[0])) {
        throw new ConfigurationException(
            "redis uri", "may have the parameters " + setUp.parameters, parts[0] + "=***");
      }
      String value = parts.length == 1 ? "" : parts[1].replace("+", "%2B");
      parameters.put(parts[0], URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private static RedisLocation single(RedisURI uri) {
    return new RedisLocation(
        SetUp.SINGLE,
        List.of(uri),
        scheme(SetUp.SINGLE, uri) + hosts(List.of(uri)) + database(uri));
  }

  private static RedisLocation sentinel(String text, Map<String, String> parameters) {
    String fragment = URI.create(text).getFragment();
    String named = parameters.get("sentinelMasterId");
    if ((fragment == null || fragment.isBlank()) && (named == null || named.isBlank())) {
      throw refused(
          "must end with # and the name by which the Sentinels know the master", text, null);
    }
    RedisURI uri = RedisURI.create(text);
    String user = parameters.get(SENTINEL_USER);
    String password = parameters.get(SENTINEL_PASSWORD);
    if (user != null && password == null) {
      throw refused("has a " + SENTINEL_USER + " and so needs a " + SENTINEL_PASSWORD, text, null);
    }
    if (password != null) {
      uri.getSentinels().forEach(sentinel -> authenticate(sentinel, user, password));
    }
    return new RedisLocation(
        SetUp.SENTINEL,
        List.of(uri),
        scheme(SetUp.SENTINEL, uri)
            + hosts(uri.getSentinels())
            + database(uri)
            + "#"
            + uri.getSentinelMasterId());
  }

  private static void authenticate(RedisURI sentinel, @Nullable String user, String password) {
    if (user == null) {
      sentinel.setAuthentication((CharSequence) password);
    } else {
      sentinel.setAuthentication(user, (CharSequence) password);
    }
  }

  private static RedisLocation cluster(String text, Map<String, String> parameters) {
    URI plain = URI.create(text.replaceFirst("^(rediss?)-cluster://", "$1://"));
    if (RedisURI.create(plain).getDatabase() != 0) {
      throw refused("must not have a database: a cluster has number 0 alone", text, null);
    }
    List<RedisURI> nodes = new ArrayList<>(RedisClusterURIUtil.toRedisURIs(plain));
    if (parameters.containsKey("clientName")) {
      nodes.forEach(node -> node.setClientName(parameters.get("clientName")));
    }
    return new RedisLocation(
        SetUp.CLUSTER, List.copyOf(nodes), scheme(SetUp.CLUSTER, nodes.get(0)) + hosts(nodes));
  }

  private static String scheme(SetUp setUp, RedisURI uri) {
    return (uri.isSsl() ? setUp.secureScheme() : setUp.scheme) + "://";
  }

  private static String hosts(List<RedisURI> uris) {
    return uris.stream()
        .map(uri -> uri.getHost() + ":" + uri.getPort())
        .collect(Collectors.joining(","));
  }

  private static String database(RedisURI uri) {
    return uri.getDatabase() == 0 ? "" : "/" + uri.getDatabase();
  }

  private static ConfigurationException refused(
      String rule, String uri, @Nullable Throwable cause) {
    ConfigurationException refused =
        new ConfigurationException(
            "redis uri", rule, uri.replaceAll("(?s)^.*@", "***@").replaceAll("\\?[^#]*", "?***"));
    if (cause != null) {
      refused.addSuppressed(new IllegalArgumentException(cause.getClass().getSimpleName()));
    }
    return refused;
  }
}
