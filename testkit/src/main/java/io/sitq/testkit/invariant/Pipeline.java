package io.sitq.testkit.invariant;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Asks the same of many keys, a thousand on the way at once. */
final class Pipeline {
  private static final int ON_THE_WAY = 1000;

  private final StatefulRedisConnection<String, String> connection;

  Pipeline(StatefulRedisConnection<String, String> connection) {
    this.connection = connection;
  }

  /**
   * The answer for each item, in their order.
   *
   * @throws io.lettuce.core.RedisException if one of them is an error or does not come
   */
  <A> Map<String, A> each(
      Collection<String> items,
      BiFunction<RedisAsyncCommands<String, String>, String, RedisFuture<A>> ask) {
    Map<String, A> answers = new LinkedHashMap<>();
    Map<String, RedisFuture<A>> asked = new LinkedHashMap<>();
    for (String item : items) {
      asked.put(item, ask.apply(connection.async(), item));
      if (asked.size() == ON_THE_WAY) {
        collect(asked, answers);
      }
    }
    collect(asked, answers);
    return answers;
  }

  private <A> void collect(Map<String, RedisFuture<A>> asked, Map<String, A> answers) {
    long mostNanos = connection.getTimeout().toNanos();
    asked.forEach(
        (item, future) ->
            answers.put(
                item, LettuceFutures.awaitOrCancel(future, mostNanos, TimeUnit.NANOSECONDS)));
    asked.clear();
  }
}
