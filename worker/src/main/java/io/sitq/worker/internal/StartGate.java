package io.sitq.worker.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Decides what may start beside what. Tasks that were there when a worker died are suspects: after
 * the first crash two of them at most run at a time, from the second on each runs alone in its
 * worker, so that only the guilty one is charged. What must wait is started by whoever clears its
 * way; nobody blocks. Thread-safe.
 */
final class StartGate {
  /** How many suspects run at a time beside other tasks. */
  static final int SUSPECTS_AT_ONCE = 2;

  private static final int ALONE_FROM = 2;

  private final List<Waiting> waiting = new ArrayList<>(); // guarded by this
  private int running; // guarded by this
  private int suspects; // guarded by this
  private boolean oneIsAlone; // guarded by this

  private record Waiting(Attempt attempt, Runnable start) {}

  /** Whether a task's start must be marked before anything of it is decoded. */
  static boolean isSuspect(Attempt attempt) {
    return attempt.delivery().crashes() > 0;
  }

  /** Whether a task must run alone. */
  static boolean isAlone(Attempt attempt) {
    return attempt.delivery().crashes() >= ALONE_FROM;
  }

  /**
   * Calls {@code start} at once, or on another thread when the attempt may start. {@link #leave}
   * must follow, whatever becomes of it.
   */
  void enter(Attempt attempt, Runnable start) {
    boolean atOnce;
    synchronized (this) {
      atOnce = waiting.isEmpty() && mayStart(attempt);
      if (atOnce) {
        admit(attempt);
      } else {
        waiting.add(new Waiting(attempt, start));
      }
    }
    if (atOnce) {
      start.run();
    } else {
      startThoseWhoMay();
    }
  }

  /** The attempt was answered, or is given up before it started. Harmless if it never entered. */
  void leave(Attempt attempt) {
    synchronized (this) {
      if (attempt.admitted(false)) {
        running--;
        if (isAlone(attempt)) {
          oneIsAlone = false;
        } else if (isSuspect(attempt)) {
          suspects--;
        }
      } else {
        waiting.removeIf(one -> one.attempt() == attempt);
      }
      if (waiting.isEmpty()) {
        return;
      }
    }
    startThoseWhoMay();
  }

  private void startThoseWhoMay() {
    List<Runnable> starts = new ArrayList<>();
    synchronized (this) {
      Iterator<Waiting> line = waiting.iterator();
      while (line.hasNext()) {
        Waiting next = line.next();
        if (mayStart(next.attempt())) {
          line.remove();
          admit(next.attempt());
          starts.add(next.start());
        } else if (isAlone(next.attempt())) {
          break; // nothing starts before it, or it would wait for ever
        }
      }
    }
    starts.forEach(Runnable::run);
  }

  /** Called with the monitor. */
  private boolean mayStart(Attempt attempt) {
    if (oneIsAlone) {
      return false;
    }
    if (isAlone(attempt)) {
      return running == 0;
    }
    return !isSuspect(attempt) || suspects < SUSPECTS_AT_ONCE;
  }

  /** Called with the monitor. */
  private void admit(Attempt attempt) {
    boolean unused = attempt.admitted(true);
    running++;
    if (isAlone(attempt)) {
      oneIsAlone = true;
    } else if (isSuspect(attempt)) {
      suspects++;
    }
  }
}
