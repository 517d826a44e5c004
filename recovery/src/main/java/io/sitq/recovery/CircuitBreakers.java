package io.sitq.recovery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.sitq.Task;
import io.sitq.TaskValidationException;
import io.sitq.spi.TaskType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A circuit breaker for each type of task, made when it is first needed. Give one to all callers of
 * a process; thread-safe.
 *
 * <p>A circuit opens after 5 failures in a row, and nothing of the type is enqueued for 60 s; then,
 * by itself, it lets one task through: its success closes the circuit, its failure opens it for
 * another 60 s. A failure is a task that failed or did not end in time, and a backend that could
 * not be reached. A cancelled task and a caller's mistake count neither way.
 *
 * <p>That a circuit opens is logged at WARN, that it closes again at INFO. {@link
 * io.sitq.recovery.micrometer.CircuitBreakerMetrics} shows states and calls as meters.
 */
public final class CircuitBreakers {
  private final CircuitBreakerRegistry registry;
  private final List<Class<? extends Throwable>> ignored;

  CircuitBreakers(CircuitBreakerRegistry registry, List<Class<? extends Throwable>> ignored) {
    this.registry = registry;
    this.ignored = List.copyOf(ignored);
  }

  /** Open after 5 failures in a row, for 60 s. */
  public static CircuitBreakers defaults() {
    return builder().build();
  }

  /** Settings of one's own. */
  public static CircuitBreakersBuilder builder() {
    return new CircuitBreakersBuilder();
  }

  /**
   * The state of a task's circuit; closed if none of the type was run.
   *
   * @throws TaskValidationException if the class is not fit to be a task
   */
  public CircuitState state(Class<? extends Task<?>> type) {
    return state(TaskType.of(type).name());
  }

  /** The state of a task's circuit, by its name on the wire; closed if none of the name was run. */
  public CircuitState state(String taskName) {
    return registry
        .find(Require.argument("task name", taskName))
        .map(CircuitBreakers::stateOf)
        .orElse(CircuitState.CLOSED);
  }

  /** The states of all circuits there are, by task name. */
  public Map<String, CircuitState> states() {
    Map<String, CircuitState> states = new TreeMap<>();
    registry.getAllCircuitBreakers().forEach(b -> states.put(b.getName(), stateOf(b)));
    return states;
  }

  /**
   * What is underneath, for tools that know it: a {@code
   * io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry}.
   *
   * @throws IllegalArgumentException if it is of another type
   */
  public <T> T unwrap(Class<T> type) {
    if (!type.isInstance(registry)) {
      throw new IllegalArgumentException(
          "can't be unwrapped as " + type.getName() + ", only as a CircuitBreakerRegistry");
    }
    return type.cast(registry);
  }

  <R> Source<R> guard(Source<R> source) {
    CircuitBreaker breaker =
        registry.circuitBreaker(source.taskName(), Map.of("task", source.taskName()));
    return new Guarded<>(source, breaker, failed -> ignored.stream().anyMatch(failed::failedWith));
  }

  private static CircuitState stateOf(CircuitBreaker breaker) {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> CircuitState.OPEN;
      case HALF_OPEN -> CircuitState.HALF_OPEN;
      case CLOSED, DISABLED, METRICS_ONLY -> CircuitState.CLOSED;
    };
  }
}
