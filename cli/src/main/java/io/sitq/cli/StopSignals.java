package io.sitq.cli;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/**
 * SIGTERM and SIGINT, counted: the first asks to drain, the second to leave at once, the third
 * doesn't ask. A shutdown hook can't tell them apart, and a JVM that ends through one exits with
 * 143 instead of 0; hence {@code sun.misc.Signal}, by reflection because javac warns of it however
 * it is asked not to.
 */
final class StopSignals {
  /** Who signals a process and its group, as timeout(1) does, means it once. */
  static final Duration ECHO = Duration.ofMillis(300);

  private static final int KILLED = 137;

  private final CountDownLatch first = new CountDownLatch(1);
  private final Runnable onSecond;
  private final LongSupplier nanoTime;
  private int count; // guarded by this
  private long lastNanos; // guarded by this

  /** {@code onSecond} runs on a thread of its own. */
  StopSignals(Runnable onSecond) {
    this(onSecond, System::nanoTime);
  }

  StopSignals(Runnable onSecond, LongSupplier nanoTime) {
    this.onSecond = onSecond;
    this.nanoTime = nanoTime;
  }

  /** Takes the signals over; where the JVM doesn't allow that, its end counts as the first one. */
  void install() {
    try {
      for (String name : List.of("TERM", "INT")) {
        handle(name);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::arrived, "sitq-signals"));
    }
  }

  private void handle(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object proxy =
        Proxy.newProxyInstance(
            StopSignals.class.getClassLoader(),
            new Class<?>[] {handler},
            (self, method, args) -> {
              switch (method.getName()) {
                case "handle" -> arrived();
                case "hashCode" -> {
                  return System.identityHashCode(self);
                }
                case "equals" -> {
                  return self == args[0];
                }
                case "toString" -> {
                  return "StopSignals";
                }
                default -> {}
              }
              return null;
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
  }

  /** Waits for the first signal. */
  void awaitFirst() throws InterruptedException {
    first.await();
  }

  /** A signal came. */
  void arrived() {
    switch (counted()) {
      case 0 -> {}
      case 1 -> first.countDown();
      case 2 -> new Thread(onSecond, "sitq-leave").start();
      default -> Runtime.getRuntime().halt(KILLED);
    }
  }

  /** Which signal this is; 0 for an echo of the last one. */
  private synchronized int counted() {
    long now = nanoTime.getAsLong();
    if (count > 0 && now - lastNanos < ECHO.toNanos()) {
      return 0;
    }
    lastNanos = now;
    return ++count;
  }
}
