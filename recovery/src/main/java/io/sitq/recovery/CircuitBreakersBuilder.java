package io.sitq.recovery;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.sitq.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes a {@link CircuitBreakers}. Used by one thread, once. */
public final class CircuitBreakersBuilder {
  /** How many failures in a row open a circuit unless set otherwise. */
  public static final int DEFAULT_FAILURES = 5;

  /** How long a circuit stays open unless set otherwise. */
  public static final Duration DEFAULT_OPEN_FOR = Duration.ofSeconds(60);

  private static final float ALL_OF_THEM = 100;

  private final List<Class<? extends Throwable>> ignored = new ArrayList<>();
  private int failures = DEFAULT_FAILURES;
  private Duration openFor = DEFAULT_OPEN_FOR;

  CircuitBreakersBuilder() {}

  /**
   * How many failures in a row open a circuit. Default: 5.
   *
   * @throws ConfigurationException if it is less than 1
   */
  public CircuitBreakersBuilder failures(int newFailures) {
    this.failures = Require.atLeastOne("failures", newFailures);
    return this;
  }

  /**
   * How long a circuit stays open before it lets one task through. Default: 60 s.
   *
   * @throws ConfigurationException if it is not from 1 ms to 10 years
   */
  public CircuitBreakersBuilder openFor(Duration newOpenFor) {
    this.openFor = Require.period("openFor", newOpenFor);
    return this;
  }

  /**
   * An error that says nothing about the health of the tasks' type, such as one about their
   * arguments; its subtypes too. May be called for several. Default: none.
   */
  public CircuitBreakersBuilder ignore(Class<? extends Throwable> type) {
    ignored.add(Require.setting("ignore", type));
    return this;
  }

  /** The circuit breakers, all closed. */
  public CircuitBreakers build() {
    CircuitBreakerConfig config =
        CircuitBreakerConfig.custom()
            .slidingWindow(failures, failures, SlidingWindowType.COUNT_BASED)
            .failureRateThreshold(ALL_OF_THEM)
            .permittedNumberOfCallsInHalfOpenState(1)
            .waitDurationInOpenState(openFor)
            .enableAutomaticTransitionFromOpenToHalfOpen()
            .build();
    CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(config);
    CircuitLog.listenTo(registry, openFor);
    return new CircuitBreakers(registry, ignored);
  }
}
