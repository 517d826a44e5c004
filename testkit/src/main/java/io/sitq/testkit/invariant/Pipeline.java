package io.sitq.testkit.invariant;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Asks the same of many keys, a thousand on the way at once. */
final class Pipeline {
  private static final int ON_THE_WAY = 1000;

  private static final long TIMEOUT_SECONDS = 60;

  private final RedisClusterAsyncCommands<String, String> redis;

  Pipeline(RedisClusterAsyncCommands<String, String> redis) {
    this.redis = redis;
  }

  /**
   * The answer for each item, in their order.
   *
   * @throws io.lettuce.core.RedisException if one of them is an error or does not come
   */
  <A> Map<String, A> each(
      Collection<String> items,
      BiFunction<RedisClusterAsyncCommands<String, String>, String, RedisFuture<A>> ask) {
    Map<String, A> answers = new LinkedHashMap<>();
    Map<String, RedisFuture<A>> asked = new LinkedHashMap<>();
    for (String item : items) {
      asked.put(item, ask.apply(redis, item));
      if (asked.size() == ON_THE_WAY) {
        collect(asked, answers);
      }
    }
    collect(asked, answers);
    return answers;
  }

  private <A> void collect(Map<String, RedisFuture<A>> asked, Map<String, A> answers) {
    asked.forEach(
        (item, future) ->
            answers.put(
                item, LettuceFutures.awaitOrCancel(future, TIMEOUT_SECONDS, TimeUnit.SECONDS)));
    asked.clear();
  }
}
