package io.sitq.redis.internal;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Redis that is examined: all of it by {@code commands}, which is one server or a cluster, and
 * server by server. Waits for every answer.
 */
record Patient(
    RedisClusterAsyncCommands<byte[], byte[]> commands,
    List<RedisClusterAsyncCommands<byte[], byte[]>> servers,
    Connections connections,
    Keys keys,
    RedisErrors errors,
    Duration patience) {

  /** A command, which may be refused. */
  @FunctionalInterface
  interface Question<T> {
    CompletionStage<T> ask(RedisClusterAsyncCommands<byte[], byte[]> redis);
  }

  /** Asks as a whole. */
  <T> T ask(String command, Question<T> question) throws MissingRightException {
    return answer(command, question.ask(commands));
  }

  /** Waits for an answer of {@code command}. */
  <T> T answer(String command, CompletionStage<T> stage) throws MissingRightException {
    try {
      return stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw errors.translate("examine", e);
    } catch (ExecutionException | TimeoutException e) {
      if (RedisErrors.codeOf(String.valueOf(RedisErrors.unwrapped(e).getMessage()))
          .equals("NOPERM")) {
        throw new MissingRightException(command, e);
      }
      throw errors.translate("examine", e);
    }
  }

  /** INFO of one server. */
  Map<String, String> info(RedisClusterAsyncCommands<byte[], byte[]> server)
      throws MissingRightException {
    Map<String, String> info = new TreeMap<>();
    answer("INFO", server.info())
        .lines()
        .map(line -> line.strip().split(":", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> info.put(pair[0], pair[1]));
    return info;
  }

  /** A setting of one server; empty if it has none of that name. */
  String config(RedisClusterAsyncCommands<byte[], byte[]> server, String name)
      throws MissingRightException {
    return answer("CONFIG GET", server.configGet(name)).getOrDefault(name, "");
  }

  /** Names the server in findings where there are several. */
  String at(RedisClusterAsyncCommands<byte[], byte[]> server, Map<String, String> info) {
    return servers.size() == 1
        ? ""
        : " (server " + (servers.indexOf(server) + 1) + ", port " + info.get("tcp_port") + ")";
  }
}
