package io.sitq.worker.internal;

import io.sitq.Backoff;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Owns a background thread and nothing else: it calls a pass, waits as long as the pass says, and
 * goes on until it is stopped, whatever the pass throws. Stopping one that never started, or twice,
 * does nothing.
 */
final class BackgroundLoop {
  /** How long to wait after failures in a row. */
  static final Backoff BACKOFF =
      Backoff.exponential(Duration.ofMillis(100)).max(Duration.ofSeconds(5)).jitter(0.5);

  /** What is done each time. */
  @FunctionalInterface
  interface Pass {
    /**
     * Does it once.
     *
     * @return how long to wait before the next time; zero for not at all
     */
    Duration runOnce() throws Exception;
  }

  private final Thread thread;
  private final String name;
  private final Pass pass;
  private final OutageLog outages;
  private final FatalErrors fatalErrors;
  private final Semaphore wake = new Semaphore(0);
  private Backoff backoff = BACKOFF; // written before the thread starts
  private volatile boolean stopped;
  private Duration firstPause = Duration.ZERO; // written before the thread starts
  private int failures; // of the loop's thread

  BackgroundLoop(String name, Pass pass, OutageLog outages, FatalErrors fatalErrors) {
    this.name = name;
    this.pass = pass;
    this.outages = outages;
    this.fatalErrors = fatalErrors;
    this.thread = new Thread(this::loop, "sitq-" + name);
    this.thread.setDaemon(true);
  }

  /** Lets the thread keep the JVM alive. */
  BackgroundLoop keepsJvmAlive() {
    thread.setDaemon(false);
    return this;
  }

  /** Waits no longer than this after a failure, however many there were. */
  BackgroundLoop triesAgainWithin(Duration most) {
    backoff = BACKOFF.max(most);
    return this;
  }

  void start() {
    thread.start();
  }

  /** Starts with a pause. */
  void startAfter(Duration pause) {
    firstPause = pause;
    start();
  }

  private void loop() {
    pause(firstPause);
    while (!stopped) {
      pause(runGuarded());
    }
  }

  /** One pass, and how long to wait after it. */
  Duration runGuarded() {
    try {
      Duration pause = pass.runOnce();
      outages.succeeded(name);
      failures = 0;
      return pause;
    } catch (InterruptedException e) {
      return Duration.ZERO; // a stray one: only stop() ends the loop
    } catch (Throwable e) {
      fatalErrors.tell(e);
      if (!stopped) {
        outages.failed(name, e);
      }
      failures++;
      return backoff.delayAfter(failures);
    }
  }

  private void pause(Duration pause) {
    if (pause.isZero() || stopped) {
      return;
    }
    try {
      if (wake.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      // a stray one: only stop() ends the loop
    }
  }

  /** Ends the pause after this pass, or the one that is under way. */
  void wakeUp() {
    wake.release();
  }

  /** Begins no further pass; returns at once. */
  void stop() {
    stopped = true;
    wakeUp();
  }

  boolean isStopped() {
    return stopped;
  }

  /** Waits for the thread to end, at most until {@code deadlineNanos} of the system's clock. */
  boolean awaitEnd(long deadlineNanos) throws InterruptedException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    if (thread.isAlive() && millis > 0) {
      thread.join(millis);
    }
    return !thread.isAlive();
  }
}
