package io.sitq.examples;

import io.sitq.worker.ContextTaskHandler;
import io.sitq.worker.TaskContext;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** Computes. Code that never blocks does not feel an interrupt, so it asks now and then. */
final class CountPrimesHandler implements ContextTaskHandler<CountPrimes, Integer> {
  @Override
  public Integer handle(CountPrimes task, TaskContext context) {
    if (task.below() < 0) {
      throw new IllegalArgumentException("below must not be negative: " + task.below());
    }
    int primes = 0;
    for (int n = 2; n < task.below(); n++) {
      if (context.isCancelled()) {
        throw new CancellationException("stopped at " + n);
      }
      primes += isPrime(n) ? 1 : 0;
    }
    return primes;
  }

  private static boolean isPrime(int n) {
    return IntStream.rangeClosed(2, (int) Math.sqrt(n)).noneMatch(divisor -> n % divisor == 0);
  }
}
