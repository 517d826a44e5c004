package io.sitq.redis.internal;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.sentinel.api.async.RedisSentinelAsyncCommands;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Sentinels of a master, of which one that answers is enough: a question goes to the one that
 * answered the last one, and to the next when one fails or stays silent for a moment. Thread-safe.
 */
final class Sentinels {
  /** How long one is waited for before the next is asked too. */
  private static final long PATIENCE_MILLIS = 500;

  private final RedisClient client;
  private final String master;
  private final List<SentinelEnd> ends;

  /** Who answered last. */
  private volatile int preferred;

  /** What a Sentinel has told. */
  record Answer<T>(RedisURI sentinel, T value) {}

  /** No Sentinel has the master's name. */
  static final class UnknownMasterException extends RedisException {
    private static final long serialVersionUID = 1L;

    UnknownMasterException(String message) {
      super(message);
    }
  }

  /**
   * Asks nothing yet.
   *
   * @param uri of the master, with all Sentinels
   * @param limit how long an answer of one may take, with the connection
   */
  Sentinels(RedisClient client, RedisURI uri, Duration limit) {
    this.client = client;
    this.master = uri.getSentinelMasterId();
    this.ends =
        uri.getSentinels().stream().map(one -> new SentinelEnd(client, one, limit)).toList();
  }

  /** Where the master is; fails as Lettuce does, or with an {@link UnknownMasterException}. */
  CompletableFuture<Answer<SocketAddress>> master() {
    return ask(sentinel -> sentinel.getMasterAddrByName(master));
  }

  /** All masters that are watched. */
  CompletableFuture<Answer<List<Map<String, String>>>> masters() {
    return ask(RedisSentinelAsyncCommands::masters);
  }

  private <T> CompletableFuture<Answer<T>> ask(
      Function<RedisSentinelAsyncCommands<String, String>, CompletionStage<T>> question) {
    Round<T> round = new Round<>(question, preferred);
    round.askNext(0);
    return round.answer;
  }

  /** One question, put to one after the other until one answers. */
  private final class Round<T> {
    private final Function<RedisSentinelAsyncCommands<String, String>, CompletionStage<T>> question;
    private final int first;
    private final CompletableFuture<Answer<T>> answer = new CompletableFuture<>();

    // guarded by this
    private final List<Throwable> failures = new ArrayList<>();
    private boolean anyWithout;
    private int asked;
    private int ended;

    Round(
        Function<RedisSentinelAsyncCommands<String, String>, CompletionStage<T>> question,
        int first) {
      this.question = question;
      this.first = first;
    }

    /** Asks one more, unless more than these have been asked by now. */
    void askNext(int before) {
      synchronized (this) {
        if (answer.isDone() || asked != before || asked == ends.size()) {
          return;
        }
        asked++;
      }
      int index = (first + before) % ends.size();
      SentinelEnd end = ends.get(index);
      var unused =
          end.ask(question)
              .whenComplete(
                  (told, error) -> {
                    if (told == null) {
                      failed(error, before + 1);
                    } else if (answer.complete(new Answer<>(end.uri(), told))) {
                      preferred = index;
                    }
                  });
      if (!answer.isDone() && before + 1 < ends.size()) {
        askAfterAWhile(before + 1);
      }
    }

    private void askAfterAWhile(int before) {
      try {
        var unused =
            client
                .getResources()
                .eventExecutorGroup()
                .schedule(() -> askNext(before), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        answer.completeExceptionally(e); // the client is closed
      }
    }

    /** {@code error} is null if it was told nothing: this Sentinel does not know the master. */
    private void failed(@Nullable Throwable error, int before) {
      boolean isLast;
      synchronized (this) {
        if (error == null) {
          anyWithout = true;
        } else {
          failures.add(RedisErrors.unwrapped(error));
        }
        ended++;
        isLast = ended == ends.size();
      }
      if (isLast) {
        answer.completeExceptionally(reason());
      } else {
        askNext(before);
      }
    }

    private synchronized RedisException reason() {
      RedisException reason =
          anyWithout
              ? new UnknownMasterException("the Sentinels know no master '" + master + "'")
              // no RedisConnectionException, of which Lettuce keeps the words and not the reasons
              : new RedisException("none of the Sentinels can be reached: " + hosts());
      failures.forEach(reason::addSuppressed);
      return reason;
    }
  }

  private String hosts() {
    return ends.stream()
        .map(end -> end.uri().getHost() + ":" + end.uri().getPort())
        .collect(Collectors.joining(", "));
  }
}
