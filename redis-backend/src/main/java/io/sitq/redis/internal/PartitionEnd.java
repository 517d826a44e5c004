package io.sitq.redis.internal;

import io.lettuce.core.StreamMessage;
import io.sitq.Backoff;
import io.sitq.SitqException;
import io.sitq.spi.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One partition's reads: one at a time, and a pause after one that failed. Used by one thread. */
final class PartitionEnd {
  private static final Logger log = LoggerFactory.getLogger(PartitionEnd.class);
  private static final Backoff REST =
      Backoff.exponential(Duration.ofMillis(100)).max(Duration.ofSeconds(5)).jitter(0.5);

  private final String queue;
  private final RedisQueueConsumer consumer;
  private final Semaphore signal;
  private @Nullable CompletableFuture<List<StreamMessage<byte[], byte[]>>> asked;
  private int askedFor;
  private int failures;
  private long restsUntilNanos;
  private @Nullable SitqException trouble;
  private boolean logged;

  /** {@code signal} is released when an answer has come. */
  PartitionEnd(String queue, RedisQueueConsumer consumer, Semaphore signal) {
    this.queue = queue;
    this.consumer = consumer;
    this.signal = signal;
  }

  /** Whether it may be asked. */
  boolean isFree() {
    return asked == null && restNanos() == Long.MAX_VALUE;
  }

  /** Whether it was asked, and the answer was not collected. */
  boolean isAsked() {
    return asked != null;
  }

  boolean isUnanswered() {
    return asked != null && !asked.isDone();
  }

  /** How much longer it rests; for ever if it does not. */
  long restNanos() {
    long rest = failures == 0 ? 0 : restsUntilNanos - System.nanoTime();
    return rest > 0 ? rest : Long.MAX_VALUE;
  }

  /** Asks, unless tasks are found whose delivery was lost before: these are returned. */
  List<Delivery> ask(int max, Duration wait) {
    try {
      List<Delivery> adopted = consumer.adoptLost(max);
      if (adopted.isEmpty()) {
        askedFor = max;
        asked = consumer.ask(max, wait);
        var unused = asked.whenComplete((answer, error) -> signal.release());
      }
      return adopted;
    } catch (SitqException e) {
      failed(e);
      return List.of();
    }
  }

  boolean awaitAnswer(Duration patience) throws InterruptedException {
    if (asked == null) {
      return false;
    }
    try {
      Object unused = asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      return true; // which collect() will tell
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** The tasks of the answer, which has come; none if it is a failure. */
  List<Delivery> collect() {
    CompletableFuture<List<StreamMessage<byte[], byte[]>>> answer = asked;
    asked = null;
    if (answer == null) {
      return List.of();
    }
    try {
      List<Delivery> deliveries = consumer.collect(answer, askedFor);
      worked();
      return deliveries;
    } catch (SitqException e) {
      failed(e);
      return List.of();
    }
  }

  void unblock() {
    consumer.unblock();
  }

  private void failed(SitqException error) {
    trouble = error;
    failures++;
    restsUntilNanos = System.nanoTime() + REST.delayAfter(failures).toNanos();
  }

  private void worked() {
    failures = 0;
    trouble = null;
    if (logged) {
      logged = false;
      log.info("Queue {}: fetching from {} works again", queue, consumer);
    }
  }

  /** Why the last read failed; null if it did not. */
  @Nullable SitqException trouble() {
    return trouble;
  }

  void logTrouble() {
    if (trouble != null && !logged) {
      logged = true;
      log.warn(
          "Queue {}: fetching from {} fails, the other partitions go on: {}",
          queue,
          consumer,
          trouble.getMessage());
    }
  }
}
