package io.sitq.redis.internal;

import io.sitq.BackendException;
import io.sitq.spi.Names;
import io.sitq.spi.StoredTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Those of this client who wait for tasks to end. It subscribes to its reply channel first, then
 * asks Redis to be told, then looks: so nothing falls between. A message that is lost is made up
 * for by a slow re-check, ever slower for the same task.
 *
 * <p>A client that waits for most of what it enqueues asks with the enqueueing already, which saves
 * a call: such a task is {@linkplain #expect expected} before anybody waits for it.
 */
final class Waiters {
  /** How many tasks are expected at most that nobody waits for yet. */
  private static final int MOST_EXPECTED = 1000;

  private static final long SWEEP_MILLIS = 1000;
  private static final long FIRST_CHECK_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LONGEST_CHECK_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final RedisContext context;
  private final Notifications notifications;
  private final QueueLayouts layouts;
  private final Function<String, CompletionStage<Optional<StoredTask>>> reader;
  private final String channel;
  private final byte[] channelBytes;
  private final Registrations registrations;
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
  private final Habit habit = new Habit();
  private final AtomicInteger expected = new AtomicInteger();
  private final Object starting = new Object();

  /** Written with {@code starting}. */
  private volatile @Nullable CompletionStage<Void> subscribed;

  /** Guarded by {@code starting}. */
  private @Nullable ScheduledFuture<?> sweep;

  private volatile boolean closed;

  /** One task that somebody waits for, or will. Changed in the map's compute only. */
  private static final class Waiting {
    final List<CompletableFuture<Optional<StoredTask>>> futures = new ArrayList<>(1);

    /** Whether Redis is asked to tell with the enqueueing. */
    volatile boolean expected;

    /** What Redis told before anybody waited. */
    volatile @Nullable StoredTask early;

    volatile long checkAfterNanos = System.nanoTime() + FIRST_CHECK_NANOS;
    volatile long checkEveryNanos = FIRST_CHECK_NANOS;

    boolean isAwaited() {
      return !futures.isEmpty();
    }
  }

  Waiters(
      RedisContext context,
      Notifications notifications,
      QueueLayouts layouts,
      Function<String, CompletionStage<Optional<StoredTask>>> reader) {
    this.context = context;
    this.notifications = notifications;
    this.layouts = layouts;
    this.reader = reader;
    this.channel =
        context
            .keys()
            .replyChannel(Long.toString(ThreadLocalRandom.current().nextLong(1L << 50), 36));
    this.channelBytes = Bytes.of(channel);
    this.registrations = new Registrations(context, channelBytes);
    notifications.onReconnected(this::checkAllSoon);
  }

  CompletionStage<Optional<StoredTask>> await(String id, Duration timeout) {
    CompletableFuture<Optional<StoredTask>> future = new CompletableFuture<>();
    habit.awaited();
    Waiting entry = add(id, future);
    if (entry.early != null) {
      complete(id, Optional.of(entry.early));
      return future;
    }
    ScheduledFuture<?> timeUp =
        context.timer().schedule(() -> timeUp(id, future), millis(timeout), TimeUnit.MILLISECONDS);
    var unused = future.whenComplete((result, error) -> timeUp.cancel(false));
    if (closed) {
      fail(future, closedException());
    } else if (!entry.expected) {
      subscribe()
          .thenCompose(subscribed -> check(id))
          .whenComplete(
              (done, error) -> {
                if (error != null) {
                  forget(id, future);
                  fail(future, context.errors().translate("getResult", error));
                }
              });
    }
    return future;
  }

  private Waiting add(String id, CompletableFuture<Optional<StoredTask>> future) {
    return waiting.compute(
        id,
        (key, known) -> {
          Waiting entry = known == null ? new Waiting() : known;
          if (entry.expected && !entry.isAwaited()) {
            expected.decrementAndGet();
          }
          entry.futures.add(future);
          return entry;
        });
  }

  /**
   * One more task is about to be enqueued. If this client will most likely wait for it, and listens
   * already, the call that enqueues it is to say so in Redis: see {@link #channelFor}.
   *
   * @return whether it is; {@link #unexpect} must follow unless the task is accepted
   */
  boolean expect(String id) {
    CompletionStage<Void> listening = subscribed;
    if (!habit.enqueued()
        || closed
        || listening == null
        || !isDone(listening)
        || expected.get() >= MOST_EXPECTED) {
      return false;
    }
    Waiting entry = new Waiting();
    entry.expected = true;
    expected.incrementAndGet();
    if (waiting.putIfAbsent(id, entry) != null) {
      expected.decrementAndGet();
      return false;
    }
    return true;
  }

  private static boolean isDone(CompletionStage<Void> stage) {
    CompletableFuture<Void> future = stage.toCompletableFuture();
    return future.isDone() && !future.isCompletedExceptionally();
  }

  /** The enqueueing did not say that the task is waited for, or nobody knows whether it did. */
  void unexpect(String id) {
    Waiting left =
        waiting.computeIfPresent(
            id,
            (key, entry) -> {
              if (entry.expected && !entry.isAwaited()) {
                expected.decrementAndGet();
                return null;
              }
              entry.expected = false;
              return entry;
            });
    if (left != null) {
      check(id);
    }
  }

  /** Where to tell of the task's end; nothing if it is not expected. */
  byte[] channelFor(String id) {
    Waiting entry = waiting.get(id);
    return entry != null && entry.expected ? channelBytes : Bytes.EMPTY;
  }

  private static long millis(Duration timeout) {
    try {
      return Math.max(1, timeout.toMillis());
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE / 2_000_000;
    }
  }

  void close() {
    closed = true;
    synchronized (starting) {
      if (sweep != null) {
        sweep.cancel(false);
      }
    }
    registrations.close();
    waiting.keySet().forEach(id -> take(id).forEach(f -> fail(f, closedException())));
  }

  private CompletionStage<Void> subscribe() {
    synchronized (starting) {
      if (subscribed == null || subscribed.toCompletableFuture().isCompletedExceptionally()) {
        subscribed = notifications.subscribe(channel, this::ended);
        if (sweep == null) {
          sweep =
              context
                  .timer()
                  .scheduleWithFixedDelay(
                      this::checkDue, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
      return subscribed;
    }
  }

  /** Registers for the task, and completes those who wait for it if it has ended. */
  private CompletionStage<Void> check(String id) {
    return layouts
        .with("getResult", Names.queueOf(id), layout -> registrations.register(layout.of(id), id))
        .thenCompose(
            registration -> {
              if (registration.willBeTold()) {
                return CompletableFuture.completedStage(null);
              }
              if (registration.now().isEmpty()) {
                return lookElsewhere(id);
              }
              complete(id, registration.now());
              return CompletableFuture.completedStage(null);
            });
  }

  /** The queue may have been spread anew: the task ended before, or came after that. */
  private CompletionStage<Void> lookElsewhere(String id) {
    return reader
        .apply(id)
        .thenCompose(
            found -> {
              if (found.isPresent() && !found.get().status().isTerminal()) {
                return check(id);
              }
              complete(id, found);
              return CompletableFuture.completedStage(null);
            });
  }

  /** A message: the task has ended. That of a small success says what there is to read. */
  private void ended(byte[] message) {
    Ended ended = Ended.parse(message);
    String id = ended.id();
    Waiting awaited = waiting.computeIfPresent(id, (key, entry) -> told(entry, ended));
    if (awaited == null || !awaited.isAwaited()) {
      return;
    }
    if (ended.success() != null) {
      complete(id, Optional.of(ended.success()));
    } else {
      reader
          .apply(id)
          .thenAccept(
              found -> {
                if (found.isEmpty() || found.get().status().isTerminal()) {
                  complete(id, found);
                }
              });
    }
  }

  /** Keeps what is told of a task that nobody waits for yet; called in the map's compute. */
  private @Nullable Waiting told(Waiting entry, Ended ended) {
    if (entry.isAwaited()) {
      return entry;
    }
    if (ended.success() == null) {
      expected.decrementAndGet();
      return null; // whoever waits will read it
    }
    entry.early = ended.success();
    return entry;
  }

  private void timeUp(String id, CompletableFuture<Optional<StoredTask>> future) {
    forget(id, future);
    if (!future.isDone()) {
      reader
          .apply(id)
          .whenComplete(
              (found, error) -> {
                if (error == null) {
                  future.complete(found);
                } else {
                  fail(future, context.errors().translate("getResult", error));
                }
              });
    }
  }

  private void checkDue() {
    long now = System.nanoTime();
    waiting.forEach(
        (id, entry) -> {
          if (now - entry.checkAfterNanos >= 0 && !dropUnawaited(id)) {
            entry.checkEveryNanos = Math.min(LONGEST_CHECK_NANOS, 2 * entry.checkEveryNanos);
            entry.checkAfterNanos = now + entry.checkEveryNanos;
            check(id);
          }
        });
  }

  /** Whether nobody has waited for the task in all the time. */
  private boolean dropUnawaited(String id) {
    return waiting.computeIfPresent(
            id,
            (key, entry) -> {
              if (entry.isAwaited()) {
                return entry;
              }
              expected.decrementAndGet();
              return null;
            })
        == null;
  }

  private void checkAllSoon() {
    long now = System.nanoTime();
    waiting.values().forEach(entry -> entry.checkAfterNanos = now);
  }

  private void complete(String id, Optional<StoredTask> result) {
    take(id).forEach(future -> future.complete(result));
  }

  private List<CompletableFuture<Optional<StoredTask>>> take(String id) {
    Waiting entry = waiting.remove(id);
    return entry == null ? List.of() : entry.futures;
  }

  private void forget(String id, CompletableFuture<Optional<StoredTask>> future) {
    waiting.computeIfPresent(
        id,
        (key, entry) -> {
          entry.futures.removeIf(other -> other == future);
          return entry.futures.isEmpty() ? null : entry;
        });
  }

  private static void fail(CompletableFuture<?> future, Throwable error) {
    future.completeExceptionally(error);
  }

  private static BackendException closedException() {
    return new BackendException("getResult", "getResult: the backend is closed", null);
  }
}
