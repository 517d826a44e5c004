package io.sitq.worker.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Decides what starts when. Tasks that were taken wait in line, each queue its own, and the queues
 * take turns; as many run as the limits of their queue and of the worker allow. A thread that is
 * done with a task takes the next one itself. One thread at a time is woken for more, and wakes the
 * next before it begins: many short tasks need few threads, and long ones soon have all.
 *
 * <p>Tasks that were there when a worker died are suspects: after the first crash two of them at
 * most run at a time, from the second on each runs alone in its worker, so that only the guilty one
 * is charged. What must wait is started by whoever clears its way; nobody blocks. Thread-safe.
 */
final class StartGate {
  /** How many suspects run at a time beside other tasks. */
  static final int SUSPECTS_AT_ONCE = 2;

  private static final int ALONE_FROM = 2;

  private final int concurrency;
  private final Executor threads;

  // all guarded by this, and so are the lines of the queues
  private final Set<QueueLine> lines = new HashSet<>();
  private final Deque<QueueLine> turns = new ArrayDeque<>();
  private final Deque<Waiting> suspectsWaiting = new ArrayDeque<>();
  private final Deque<Waiting> aloneWaiting = new ArrayDeque<>();
  private int running;
  private int unanswered;
  private int suspects;
  private boolean oneIsAlone;
  private boolean waking;
  private boolean stopped;

  /** A task in line, and what executes it. */
  record Waiting(Attempt attempt, Runnable execute) {}

  /** At most {@code concurrency} run at a time, each on one of the {@code threads}. */
  StartGate(int concurrency, Executor threads) {
    this.concurrency = concurrency;
    this.threads = threads;
  }

  /** Whether a task's start must be marked before anything of it is decoded. */
  static boolean isSuspect(Attempt attempt) {
    return attempt.delivery().crashes() > 0;
  }

  /** Whether a task must run alone. */
  static boolean isAlone(Attempt attempt) {
    return attempt.delivery().crashes() >= ALONE_FROM;
  }

  /**
   * Puts the attempt in line; {@code execute} is called on another thread when it may start, unless
   * it has ended by then. {@link #over} and {@link #answered} must follow a start.
   */
  void enter(Attempt attempt, Runnable execute) {
    boolean wake;
    synchronized (this) {
      Waiting waiting = new Waiting(attempt, execute);
      if (isAlone(attempt)) {
        aloneWaiting.add(waiting);
      } else if (isSuspect(attempt)) {
        suspectsWaiting.add(waiting);
      } else {
        lines.add(line(attempt));
        line(attempt).waiting.add(waiting);
        takesTurns(line(attempt));
      }
      wake = wakesOne();
    }
    wake(wake);
  }

  /** The attempt needs its place no more, though the backend may not have answered yet. */
  void over(Attempt attempt) {
    boolean wake;
    synchronized (this) {
      if (!attempt.isRunning()) {
        return;
      }
      attempt.running(false);
      running--;
      line(attempt).ended(attempt);
      takesTurns(line(attempt));
      wake = !attempt.isOnRunner() && wakesOne(); // its runner looks for the next one itself
    }
    wake(wake);
  }

  /** The backend has answered, or the attempt is given up. Harmless if it never started. */
  void answered(Attempt attempt) {
    boolean wake;
    synchronized (this) {
      if (attempt.admitted(false)) {
        unanswered--;
        if (isAlone(attempt)) {
          oneIsAlone = false;
        } else if (isSuspect(attempt)) {
          suspects--;
        }
      }
      if (!isClosed()) {
        notifyAll();
      }
      wake = wakesOne();
    }
    wake(wake);
  }

  /** Waits while one uses the whole worker, or waits for it: what is fetched could not start. */
  synchronized void awaitOpen() throws InterruptedException {
    while (isClosed() && !stopped) {
      wait();
    }
  }

  /** Nobody waits for it to open any more. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  private boolean isClosed() {
    dropEnded(aloneWaiting);
    return oneIsAlone || !aloneWaiting.isEmpty();
  }

  /** Those that are no suspects and wait in line for so long already, or longer. */
  synchronized List<Attempt> waitingFor(Duration atLeast) {
    List<Attempt> found = new ArrayList<>();
    for (QueueLine line : lines) {
      for (Waiting one : line.waiting) {
        if (one.attempt().goesOnFor(atLeast)) {
          found.add(one.attempt());
        }
      }
    }
    return found;
  }

  private static QueueLine line(Attempt attempt) {
    return attempt.capacity().line();
  }

  private void takesTurns(QueueLine line) {
    if (!line.takesTurns && line.mayStart()) {
      line.takesTurns = true;
      turns.addLast(line);
    }
  }

  /** What a thread does: one task after the other, until there is none for it. */
  private void run() {
    Waiting next = next(true);
    while (next != null) {
      next.attempt().onRunner(true);
      next.execute().run();
      next.attempt().onRunner(false);
      next = next(false);
    }
  }

  private @Nullable Waiting next(boolean woken) {
    Waiting next;
    boolean wake;
    synchronized (this) {
      if (woken) {
        waking = false;
      }
      next = pick();
      if (next != null) {
        admit(next.attempt());
      }
      wake = next != null && wakesOne();
    }
    wake(wake);
    return next;
  }

  /** Takes one out of line that may start; called with the monitor. */
  private @Nullable Waiting pick() {
    if (oneIsAlone || running >= concurrency) {
      return null;
    }
    dropEnded(aloneWaiting);
    if (!aloneWaiting.isEmpty()) {
      // nothing starts before it, or it would wait for ever
      return unanswered == 0 ? aloneWaiting.poll() : null;
    }
    dropEnded(suspectsWaiting);
    if (suspects < SUSPECTS_AT_ONCE
        && !suspectsWaiting.isEmpty()
        && line(suspectsWaiting.getFirst().attempt()).hasRoom()) {
      return suspectsWaiting.poll();
    }
    while (!turns.isEmpty()) {
      QueueLine line = turns.removeFirst();
      line.takesTurns = false;
      dropEnded(line.waiting);
      if (line.mayStart()) {
        return line.waiting.poll();
      }
    }
    return null;
  }

  private static void dropEnded(Deque<Waiting> waiting) {
    while (!waiting.isEmpty() && waiting.getFirst().attempt().isEnded()) {
      waiting.removeFirst();
    }
  }

  /** Called with the monitor. */
  private void admit(Attempt attempt) {
    boolean unused = attempt.admitted(true);
    attempt.running(true);
    running++;
    unanswered++;
    line(attempt).running.incrementAndGet();
    takesTurns(line(attempt));
    if (isAlone(attempt)) {
      oneIsAlone = true;
    } else if (isSuspect(attempt)) {
      suspects++;
    }
  }

  /** Whether the caller must wake a thread, as soon as it has left the monitor, which it holds. */
  private boolean wakesOne() {
    boolean one =
        !waking
            && running < concurrency
            && !(turns.isEmpty() && suspectsWaiting.isEmpty() && aloneWaiting.isEmpty());
    waking |= one;
    return one;
  }

  private void wake(boolean one) {
    if (one) {
      try {
        threads.execute(this::run);
      } catch (RejectedExecutionException e) {
        synchronized (this) {
          waking = false; // the worker has stopped: what waits is given back
        }
      }
    }
  }
}
