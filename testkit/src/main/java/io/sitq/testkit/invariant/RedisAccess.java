package io.sitq.testkit.invariant;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection to whatever a URI of sitq names: a server, the master of Sentinels, a cluster. */
final class RedisAccess implements AutoCloseable {
  private static final Pattern CLUSTER = Pattern.compile("^(rediss?)-cluster://");
  private static final Pattern SENTINEL_PASSWORD = Pattern.compile("[?&]sentinelPassword=([^&#]*)");

  private final AbstractRedisClient client;
  private final RedisClusterCommands<String, String> sync;
  private final RedisClusterAsyncCommands<String, String> async;

  private RedisAccess(
      AbstractRedisClient client,
      RedisClusterCommands<String, String> sync,
      RedisClusterAsyncCommands<String, String> async) {
    this.client = client;
    this.sync = sync;
    this.async = async;
  }

  /**
   * Connects.
   *
   * @throws io.lettuce.core.RedisException if it can't be reached
   */
  static RedisAccess to(String uri) {
    Matcher cluster = CLUSTER.matcher(uri);
    return cluster.find() ? toCluster(URI.create(cluster.replaceFirst("$1://"))) : toServer(uri);
  }

  private static RedisAccess toServer(String text) {
    RedisURI uri = RedisURI.create(text);
    Matcher password = SENTINEL_PASSWORD.matcher(text);
    if (password.find()) {
      CharSequence decoded =
          URLDecoder.decode(password.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
      uri.getSentinels().forEach(sentinel -> sentinel.setAuthentication(decoded));
    }
    RedisClient client = RedisClient.create(uri);
    try {
      StatefulRedisConnection<String, String> connection = client.connect();
      return new RedisAccess(client, connection.sync(), connection.async());
    } catch (RuntimeException e) {
      shutdown(client);
      throw e;
    }
  }

  private static RedisAccess toCluster(URI uri) {
    RedisClusterClient client = RedisClusterClient.create(RedisClusterURIUtil.toRedisURIs(uri));
    client.setOptions(
        ClusterClientOptions.builder()
            .nodeFilter(node -> !(node.is(NodeFlag.FAIL) && node.hasNoSlots()))
            .build());
    try {
      StatefulRedisClusterConnection<String, String> connection = client.connect();
      return new RedisAccess(client, connection.sync(), connection.async());
    } catch (RuntimeException e) {
      shutdown(client);
      throw e;
    }
  }

  RedisClusterCommands<String, String> sync() {
    return sync;
  }

  RedisClusterAsyncCommands<String, String> async() {
    return async;
  }

  private static void shutdown(AbstractRedisClient client) {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  @Override
  public void close() {
    shutdown(client);
  }
}
