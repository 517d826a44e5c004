package io.sitq.redis.internal;

import io.sitq.BackendException;
import io.sitq.ResourceExhaustedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends items in batches: what arrives while a call is under way goes in the next call. Nothing
 * waits on a timer, so that one item alone has the latency of one round trip. A further call starts
 * beside one under way only for a full batch.
 *
 * <p>While Redis is away the items stay in line, in order, until their time is up; calls are
 * repeated with a growing, jittered pause. The calls must therefore be idempotent. A batch that is
 * refused for one of its items is sent again item by item, so that its neighbours are not.
 *
 * @param <I> an item
 * @param <O> what becomes of it
 */
final class GroupCommit<I, O> {
  /** Items in one call, as Lua scripts of sitq take at most. */
  static final int MAX_BATCH = 100;

  /** The weight of one call, in bytes, unless a single item is heavier. */
  private static final int MAX_BATCH_BYTES = 1 << 20;

  /**
   * What waits in line, in bytes: a producer that outruns Redis is told before it has no memory.
   */
  static final long MAX_LINE_BYTES = 256L << 20;

  /** What an item takes in line beside its weight, about: itself, its future, who waits for it. */
  static final int ITEM_BYTES = 512;

  private static final int MAX_CALLS = 4;
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 1000;

  private final String operation;
  private final Function<List<Item<I, O>>, CompletionStage<List<O>>> call;
  private final ToIntFunction<I> weigher;
  private final long patienceNanos;
  private final RedisErrors errors;
  private final ScheduledExecutorService timer;

  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private final Deque<Item<I, O>> line = new ArrayDeque<>();
  private long lineBytes;
  private int calls;
  private long pauseMillis;
  private boolean paused;
  private boolean closed;

  /** An item in line. */
  static final class Item<I, O> {
    final I value;
    final CompletableFuture<O> outcome = new CompletableFuture<>();
    final long since = System.nanoTime();

    /**
     * Whether an earlier call with it may have been executed. Written and read by one call at a
     * time.
     */
    boolean repeated;

    /**
     * Whether it goes in a call of its own, since a batch with it was refused. As {@code repeated}.
     */
    boolean alone;

    Item(I value) {
      this.value = value;
    }
  }

  /**
   * Batches for {@code call}.
   *
   * @param operation for messages, such as {@code enqueue}
   * @param weigher how heavy an item is, in bytes
   * @param patienceNanos how long an item is kept while Redis is away, in ns
   * @param call sends a batch and says for each item what became of it; a null outcome means that
   *     the item itself is refused
   */
  GroupCommit(
      String operation,
      ToIntFunction<I> weigher,
      long patienceNanos,
      RedisErrors errors,
      ScheduledExecutorService timer,
      Function<List<Item<I, O>>, CompletionStage<List<O>>> call) {
    this.operation = operation;
    this.weigher = weigher;
    this.patienceNanos = patienceNanos;
    this.errors = errors;
    this.timer = timer;
    this.call = call;
  }

  /** Puts the item in line; the future completes on a thread of the connection. */
  CompletableFuture<O> submit(I value) {
    Item<I, O> item = new Item<>(value);
    List<Item<I, O>> batch = null;
    lock.lock();
    try {
      if (closed) {
        item.outcome.completeExceptionally(closedException());
        return item.outcome;
      }
      long held = held(item);
      if (lineBytes + held > MAX_LINE_BYTES && !line.isEmpty()) {
        item.outcome.completeExceptionally(fullException(operation));
        return item.outcome;
      }
      lineBytes += held;
      line.addLast(item);
      batch = nextBatch();
    } finally {
      lock.unlock();
    }
    send(batch);
    return item.outcome;
  }

  /** Fails what is in line and refuses what comes. */
  void close() {
    List<Item<I, O>> left;
    lock.lock();
    try {
      closed = true;
      left = new ArrayList<>(line);
      line.clear();
    } finally {
      lock.unlock();
    }
    left.forEach(item -> item.outcome.completeExceptionally(closedException()));
  }

  private long held(Item<I, O> item) {
    return (long) ITEM_BYTES + weigher.applyAsInt(item.value);
  }

  /** Takes a batch out of the line if a call may start now; holds the lock. */
  private @Nullable List<Item<I, O>> nextBatch() {
    boolean mayStart = calls == 0 || (calls < MAX_CALLS && line.size() >= MAX_BATCH);
    if (paused || line.isEmpty() || !mayStart) {
      return null;
    }
    List<Item<I, O>> batch = new ArrayList<>(Math.min(line.size(), MAX_BATCH));
    long bytes = 0;
    while (!line.isEmpty() && batch.size() < MAX_BATCH) {
      int weight = weigher.applyAsInt(line.getFirst().value);
      bytes += weight;
      if (!batch.isEmpty()
          && (bytes > MAX_BATCH_BYTES || line.getFirst().alone || batch.get(0).alone)) {
        break;
      }
      Item<I, O> next = line.removeFirst();
      batch.add(next);
      lineBytes -= held(next);
    }
    calls++;
    return batch;
  }

  private void send(@Nullable List<Item<I, O>> first) {
    List<Item<I, O>> batch = first;
    while (batch != null) {
      List<Item<I, O>> sent = batch;
      CompletionStage<List<O>> stage;
      try {
        stage = call.apply(sent);
      } catch (RuntimeException e) {
        stage = CompletableFuture.failedStage(e);
      }
      CompletableFuture<List<O>> future = stage.toCompletableFuture();
      if (!future.isDone()) {
        var unused = future.whenComplete((outcomes, error) -> send(finish(sent, outcomes, error)));
        lock.lock();
        try {
          batch = nextBatch();
        } finally {
          lock.unlock();
        }
      } else {
        batch = future.handle((outcomes, error) -> finish(sent, outcomes, error)).join();
      }
    }
  }

  /** Ends a call, and takes the next batch out of the line. */
  private @Nullable List<Item<I, O>> finish(
      List<Item<I, O>> batch, @Nullable List<O> outcomes, @Nullable Throwable error) {
    List<Item<I, O>> refused = error == null ? List.of() : batch;
    List<Item<I, O>> next;
    lock.lock();
    try {
      calls--;
      if (error == null) {
        pauseMillis = 0;
      } else if (isOpen() && RedisErrors.isPassing(error)) {
        batch.forEach(item -> item.repeated = true);
        refused = putBack(batch);
        pause();
      } else if (isOpen() && batch.size() > 1 && RedisErrors.isOfOneItem(error)) {
        for (Item<I, O> item : batch) {
          item.alone = true;
          item.repeated = true;
        }
        refused = putBack(batch);
      }
      next = nextBatch();
    } finally {
      lock.unlock();
    }
    if (error == null) {
      complete(batch, outcomes == null ? List.of() : outcomes);
    } else {
      refused.forEach(
          item -> item.outcome.completeExceptionally(errors.translate(operation, error)));
    }
    return next;
  }

  /** Whether a later call can follow; holds the lock. */
  private boolean isOpen() {
    return !closed && !timer.isShutdown();
  }

  private void complete(List<Item<I, O>> batch, List<O> outcomes) {
    for (int i = 0; i < batch.size(); i++) {
      O outcome = outcomes.size() == batch.size() ? outcomes.get(i) : null;
      if (outcome == null) {
        batch
            .get(i)
            .outcome
            .completeExceptionally(
                new BackendException(
                    operation,
                    operation
                        + ": Redis refused this item: a key of another type stands in its place",
                    null));
      } else {
        batch.get(i).outcome.complete(outcome);
      }
    }
  }

  /** Puts a batch back to the front of the line; returns those whose time is up. Holds the lock. */
  private List<Item<I, O>> putBack(List<Item<I, O>> batch) {
    long now = System.nanoTime();
    for (int i = batch.size() - 1; i >= 0; i--) {
      line.addFirst(batch.get(i));
      lineBytes += held(batch.get(i));
    }
    List<Item<I, O>> late = new ArrayList<>();
    while (!line.isEmpty() && now - line.getFirst().since >= patienceNanos) {
      Item<I, O> first = line.removeFirst();
      late.add(first);
      lineBytes -= held(first);
    }
    return late;
  }

  /** Waits before the next call; holds the lock. */
  private void pause() {
    if (paused) {
      return;
    }
    paused = true;
    pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, 2 * pauseMillis));
    long jittered = ThreadLocalRandom.current().nextLong(pauseMillis / 2, pauseMillis + 1);
    var unused = timer.schedule(this::resume, jittered, TimeUnit.MILLISECONDS);
  }

  private void resume() {
    List<Item<I, O>> batch;
    lock.lock();
    try {
      paused = false;
      batch = nextBatch();
    } finally {
      lock.unlock();
    }
    send(batch);
  }

  /** More waits to be sent than may. */
  static ResourceExhaustedException fullException(String operation) {
    return new ResourceExhaustedException(
        operation,
        "the line of this client",
        MAX_LINE_BYTES + " bytes",
        operation
            + ": "
            + (MAX_LINE_BYTES >> 20)
            + " MiB wait to be sent already: wait for what was sent before sending more",
        null);
  }

  private BackendException closedException() {
    return new BackendException(
        operation,
        operation + ": the backend is closed; whether it took effect is not known",
        null);
  }
}
