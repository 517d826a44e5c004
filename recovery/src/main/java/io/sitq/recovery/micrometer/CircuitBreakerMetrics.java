package io.sitq.recovery.micrometer;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.CircuitBreakerMetricNames;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.sitq.recovery.CircuitBreakers;

/**
 * The circuit breakers of a {@link CircuitBreakers} as meters, those included that are made later.
 * Needs {@code resilience4j-micrometer} on the class path. Thread-safe.
 *
 * <table>
 *   <caption>Meters, each with the tags name and task, which are the task's name on the wire</caption>
 *   <tr><th>name</th><th>type</th><th>further tags</th></tr>
 *   <tr><td>{@code sitq.circuit.state}</td><td>gauge, 1 for the state it is in</td><td>state: closed,
 *       open, half_open; and the library's forced_open, disabled, metrics_only</td></tr>
 *   <tr><td>{@code sitq.circuit.failure.rate}</td><td>gauge, percent of the last calls; -1 before
 *       there are enough</td><td></td></tr>
 *   <tr><td>{@code sitq.circuit.buffered.calls}</td><td>gauge</td><td>kind: failed,
 *       successful</td></tr>
 *   <tr><td>{@code sitq.circuit.calls}</td><td>timer</td><td>kind: failed, successful</td></tr>
 *   <tr><td>{@code sitq.circuit.refused}</td><td>counter</td><td>kind: not_permitted</td></tr>
 * </table>
 *
 * <p>{@code sitq.circuit.slow.calls} and {@code sitq.circuit.slow.call.rate} come with the library
 * and say nothing here: slow calls don't open a circuit.
 *
 * <pre>{@code
 * new CircuitBreakerMetrics(breakers).bindTo(registry);
 * }</pre>
 */
public final class CircuitBreakerMetrics implements MeterBinder {
  private final TaggedCircuitBreakerMetrics metrics;

  /** Meters of these circuit breakers; one registry takes those of one {@code CircuitBreakers}. */
  public CircuitBreakerMetrics(CircuitBreakers breakers) {
    this.metrics =
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(
            CircuitBreakerMetricNames.custom()
                .stateMetricName("sitq.circuit.state")
                .failureRateMetricName("sitq.circuit.failure.rate")
                .bufferedCallsMetricName("sitq.circuit.buffered.calls")
                .callsMetricName("sitq.circuit.calls")
                .notPermittedCallsMetricName("sitq.circuit.refused")
                .slowCallsMetricName("sitq.circuit.slow.calls")
                .slowCallRateMetricName("sitq.circuit.slow.call.rate")
                .build(),
            breakers.unwrap(CircuitBreakerRegistry.class));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    metrics.bindTo(registry);
  }
}
