package io.sitq.examples;

import io.sitq.Task;
import io.sitq.TaskName;

/** Counts the prime numbers below a limit, which takes a while if the limit is large. */
@TaskName("count-primes")
public record CountPrimes(int below) implements Task<Integer> {}
