/**
 * A worker with a small heap among payloads that mean harm. {@link
 * io.sitq.it.hostile.HostileWorkerIT} says what must hold; {@code bin/hostile} runs it with 100,000
 * of them and prints the rates of good tasks with and without.
 */
package io.sitq.it.hostile;
