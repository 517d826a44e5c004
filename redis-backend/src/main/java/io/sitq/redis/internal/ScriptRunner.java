package io.sitq.redis.internal;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Runs scripts by their cached name, and sends the text when Redis has forgotten it. */
final class ScriptRunner {
  private final RedisClusterAsyncCommands<byte[], byte[]> commands;
  private final Consumer<Throwable> onError;

  ScriptRunner(RedisClusterAsyncCommands<byte[], byte[]> commands, Consumer<Throwable> onError) {
    this.commands = commands;
    this.onError = onError;
  }

  /** The reply: bytes for text, Long for numbers, null for nothing, lists for tables. */
  CompletionStage<List<Object>> run(Script script, byte[][] keys, byte[]... args) {
    return commands
        .<List<Object>>evalsha(script.sha1(), ScriptOutputType.MULTI, keys, args)
        .handle(
            (reply, error) -> {
              if (error == null) {
                return CompletableFuture.completedStage(reply);
              }
              if (RedisErrors.unwrapped(error) instanceof RedisNoScriptException) {
                return commands.<List<Object>>eval(
                    script.text(), ScriptOutputType.MULTI, keys, args);
              }
              onError.accept(error);
              return CompletableFuture.<List<Object>>failedStage(RedisErrors.unwrapped(error));
            })
        .thenCompose(stage -> stage);
  }
}
