package io.sitq.worker.internal;

import io.sitq.spi.Delivery;
import io.sitq.spi.Envelope;
import io.sitq.spi.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One delivery in the hands of this worker. Handler, timeout, cancellation and shutdown may end it
 * at the same time: {@link #end} lets one of them, and so there is one settle. Every field that
 * changes is guarded by the attempt's monitor, which is held for a few instructions at a time.
 */
final class Attempt {
  /** Why a handler was told to stop. */
  enum Stop {
    NONE,
    TIMEOUT,
    CANCEL,
    /** Its lease may be over; the handler has asked, and nobody has interrupted it. */
    EXPIRED,
    /** Its lease is another worker's. */
    LOST,
    SHUTDOWN
  }

  /** What holds the handler up. */
  enum Holder {
    /** Nothing, for it has not begun: whoever stops it ends the attempt too. */
    NOT_BEGUN,
    /** Nothing: it has ended, or what came of it is about to end the attempt. */
    NOTHING,
    /** A thread, which was interrupted. */
    THREAD,
    /** A stage, to be cancelled by {@link #cancelStage}. */
    STAGE
  }

  private final Delivery delivery;
  private final QueueCapacity capacity;
  private final Settler settler;
  private final TimeSource time;
  private long leasedNanos;
  private boolean admitted; // guarded by the gate's monitor
  private boolean running; // guarded by the gate's monitor
  private volatile boolean onRunner;
  private long startedMillis;
  private long startedNanos;
  private long endedNanos;
  private @Nullable Envelope envelope;
  private @Nullable KnownTask task;
  private Stop stop = Stop.NONE;
  private boolean entered;
  private boolean ended;
  private boolean sent;
  private boolean answered;
  private boolean free;
  private @Nullable Thread thread;
  private @Nullable CompletionStage<?> stage;
  private @Nullable Future<?> timer;

  Attempt(Delivery delivery, QueueCapacity capacity, Settler settler, TimeSource time) {
    this.delivery = delivery;
    this.capacity = capacity;
    this.settler = settler;
    this.time = time;
    this.leasedNanos = time.nanos();
    begun();
  }

  /** Its work begins now. */
  synchronized void begun() {
    startedMillis = time.wallMillis();
    startedNanos = time.nanos();
  }

  /** The envelope could be read, and the task is one that the worker knows. */
  synchronized void opened(Envelope read, KnownTask known) {
    envelope = read;
    task = known;
  }

  /**
   * The handler begins on this thread.
   *
   * @return whether it may; not if the attempt was stopped before
   */
  synchronized boolean enter() {
    if (ended || stop != Stop.NONE) {
      return false;
    }
    entered = true;
    thread = Thread.currentThread();
    return true;
  }

  /** The handler has returned this stage, which ends the attempt. */
  synchronized void heldBy(CompletionStage<?> begun) {
    stage = begun;
  }

  /** The handler has returned; from here on its thread is not interrupted any more. */
  void leave() {
    boolean late;
    synchronized (this) {
      thread = null;
      Thread.interrupted(); // what came for this task must not meet the next one
      late = answered;
    }
    if (late) {
      capacity.countStuck(-1);
    }
    freeIfOver();
  }

  /** Has {@code made}, its timeout, cancelled when it ends; at once if it was told to stop. */
  void limitedBy(Future<?> made) {
    synchronized (this) {
      if (!ended && stop == Stop.NONE) {
        timer = made;
        return;
      }
    }
    made.cancel(false);
  }

  /** Has {@code made}, the end of its grace, cancelled when it ends; no timeout counts any more. */
  void givenGraceBy(Future<?> made) {
    Future<?> useless;
    synchronized (this) {
      useless = ended ? made : timer;
      timer = ended ? timer : made;
    }
    if (useless != null) {
      useless.cancel(false);
    }
  }

  /**
   * Tells the handler to stop, for the first reason that comes; only the worker's end tells it
   * again, and anything does after a lease that only may have been over.
   */
  synchronized Holder stop(Stop reason) {
    boolean open = stop == Stop.NONE || stop == Stop.EXPIRED;
    if (ended || !(open || reason == Stop.SHUTDOWN)) {
      return Holder.NOTHING;
    }
    if (open) {
      stop = reason;
    }
    if (thread != null) {
      thread.interrupt();
      return Holder.THREAD;
    }
    if (!entered) {
      return Holder.NOT_BEGUN;
    }
    return stage == null ? Holder.NOTHING : Holder.STAGE;
  }

  /** Cancels the stage; runs what the user has made depend on it. */
  void cancelStage() {
    CompletionStage<?> begun;
    synchronized (this) {
      begun = stage;
    }
    try {
      if (begun != null) {
        begun.toCompletableFuture().cancel(true);
      }
    } catch (Throwable e) {
      FatalErrors.rethrow(e);
      // a stage that can't be cancelled, or what depends on it: the attempt ends all the same
    }
  }

  /** Ends the attempt and settles it, unless somebody has ended it before. */
  void end(Outcome outcome) {
    if (ended()) {
      settler.settle(this, outcome);
    }
  }

  /** Ends the attempt and tells nobody: the process is about to end. */
  void drop() {
    if (ended()) {
      settler.drop(this);
    }
  }

  /** True for the first caller alone. */
  private boolean ended() {
    Future<?> done;
    synchronized (this) {
      if (ended) {
        return false;
      }
      ended = true;
      endedNanos = time.nanos();
      done = timer;
    }
    if (done != null) {
      done.cancel(false);
    }
    return true;
  }

  synchronized boolean isEnded() {
    return ended;
  }

  /** Whether its work goes on for so long already, and nobody has told it to stop. */
  synchronized boolean goesOnFor(Duration atLeast) {
    return !ended && stop == Stop.NONE && time.nanos() - startedNanos >= atLeast.toNanos();
  }

  /** What came of it is on its way to the backend, and so small that its place is not kept. */
  void sent() {
    synchronized (this) {
      sent = true;
    }
    freeIfOver();
  }

  /** The backend has answered: the place is free, or will be when a stuck handler returns. */
  void answered() {
    boolean stuck;
    synchronized (this) {
      answered = true;
      stuck = thread != null;
    }
    if (stuck) {
      capacity.countStuck(1);
    }
    freeIfOver();
  }

  /** Its place is free when it was sent or answered and no handler holds a thread, once. */
  private void freeIfOver() {
    synchronized (this) {
      if (free || thread != null || !(sent || answered)) {
        return;
      }
      free = true;
    }
    capacity.giveBack(1);
    settler.over(this);
  }

  /** The backend has renewed its lease, asked at this time. */
  synchronized void leasedAt(long askedNanos) {
    leasedNanos = askedNanos;
  }

  /** Whether so much of its lease is over that was not renewed, or more. */
  synchronized boolean leaseIsOlderThan(Duration age) {
    return time.nanos() - leasedNanos >= age.toNanos();
  }

  /** Sets whether it may run beside others, and returns what held before. For the gate alone. */
  boolean admitted(boolean now) {
    boolean before = admitted;
    admitted = now;
    return before;
  }

  /** Sets whether it runs, in its place. For the gate alone. */
  void running(boolean now) {
    running = now;
  }

  /** Whether it runs, in its place. For the gate alone. */
  boolean isRunning() {
    return running;
  }

  /** Sets whether the thread that executes it looks for the next one when it is done. */
  void onRunner(boolean now) {
    onRunner = now;
  }

  /** Whether the thread that executes it looks for the next one when it is done. */
  boolean isOnRunner() {
    return onRunner;
  }

  QueueCapacity capacity() {
    return capacity;
  }

  /**
   * Whether the handler must stop: it was told to, or its lease was not renewed for {@code most}.
   * That answer is kept: what the handler throws then is not held against the task, even if the
   * lease could be renewed after all.
   */
  synchronized boolean mustStop(Duration most) {
    if (stop == Stop.NONE && !ended && leaseIsOlderThan(most)) {
      stop = Stop.EXPIRED;
    }
    return stop != Stop.NONE;
  }

  /** The frames of the thread that the handler holds; empty if it holds none. */
  synchronized StackTraceElement[] frames() {
    return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
  }

  Delivery delivery() {
    return delivery;
  }

  synchronized long startedMillis() {
    return startedMillis;
  }

  /** How long it took until it ended; zero before. */
  synchronized Duration took() {
    return ended ? Duration.ofNanos(endedNanos - startedNanos) : Duration.ZERO;
  }

  /** How long its handler ran until it ended; zero before, and if it never began. */
  synchronized Duration ran() {
    return entered ? took() : Duration.ZERO;
  }

  synchronized @Nullable Envelope envelope() {
    return envelope;
  }

  synchronized @Nullable KnownTask task() {
    return task;
  }

  synchronized Stop stop() {
    return stop;
  }
}
