package io.sitq.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.sitq.Backoff;
import io.sitq.ConfigurationException;
import io.sitq.TaskValidationException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_retry_has_three_attempts_unless_set_otherwise_and_never_has_one() {
    assertThat(CallerRetry.exponential(SECOND).maxAttempts()).isEqualTo(3);
    assertThat(CallerRetry.never().maxAttempts()).isEqualTo(1);
    assertThat(CallerRetry.fixed(SECOND).maxAttempts(1).maxAttempts()).isEqualTo(1);
    assertThat(CallerRetry.linear(SECOND).backoff()).isEqualTo(Backoff.linear(SECOND));
  }

  @Test
  void a_retry_is_immutable() {
    CallerRetry retry = CallerRetry.fixed(SECOND);

    retry.maxAttempts(7);

    assertThat(retry.maxAttempts()).isEqualTo(3);
  }

  @Test
  void less_than_one_attempt_is_refused() {
    refused(
        "maxAttempts must be at least 1, got 0", () -> CallerRetry.fixed(SECOND).maxAttempts(0));
    refused("got -1", () -> CallerRetry.fixed(SECOND).maxAttempts(-1));
  }

  @Test
  void wrong_delays_are_refused() {
    refused("must not be negative", () -> CallerRetry.fixed(SECOND.negated()));
    refused("10 years", () -> CallerRetry.exponential(Duration.ofSeconds(Long.MAX_VALUE)));
  }

  @Test
  void null_is_refused() {
    refused("delay must not be null", () -> CallerRetry.fixed(null));
    refused("initial must not be null", () -> CallerRetry.linear(null));
    refused("initial must not be null", () -> CallerRetry.exponential(null));
    refused("backoff must not be null", () -> CallerRetry.of(null));
    refused("error type must not be null", () -> CallerRetry.never().retryOn(null));
    refused("error type must not be null", () -> CallerRetry.never().giveUpOn(null));
    refused("retryIf must not be null", () -> CallerRetry.never().retryIf(null));
    refused("ignore must not be null", () -> CircuitBreakers.builder().ignore(null));
    refused("openFor must not be null", () -> CircuitBreakers.builder().openFor(null));
    assertThatThrownBy(() -> Recovery.on(null)).isInstanceOf(TaskValidationException.class);
    assertThatThrownBy(() -> CircuitBreakers.defaults().state((String) null))
        .isInstanceOf(TaskValidationException.class);
  }

  @Test
  void a_circuit_opens_after_five_failures_for_a_minute_unless_set_otherwise() {
    CircuitBreaker breaker = breaker(CircuitBreakers.defaults());

    assertThat(breaker.getCircuitBreakerConfig().getWaitIntervalFunctionInOpenState().apply(1))
        .isEqualTo(60_000);
    assertThat(breaker.getCircuitBreakerConfig().isAutomaticTransitionFromOpenToHalfOpenEnabled())
        .isTrue();
    assertThat(failuresUntilOpen(breaker)).isEqualTo(5);
  }

  @Test
  void a_circuit_opens_after_as_many_failures_and_for_as_long_as_it_is_told() {
    CircuitBreaker breaker =
        breaker(CircuitBreakers.builder().failures(3).openFor(Duration.ofMillis(250)).build());

    assertThat(breaker.getCircuitBreakerConfig().getWaitIntervalFunctionInOpenState().apply(1))
        .isEqualTo(250);
    assertThat(failuresUntilOpen(breaker)).isEqualTo(3);
  }

  private static CircuitBreaker breaker(CircuitBreakers breakers) {
    return breakers.unwrap(CircuitBreakerRegistry.class).circuitBreaker("task");
  }

  /** How many failures in a row it takes, after a success among some. */
  private static int failuresUntilOpen(CircuitBreaker breaker) {
    breaker.onError(1, TimeUnit.MILLISECONDS, new IOException());
    breaker.onSuccess(1, TimeUnit.MILLISECONDS);
    int failures = 0;
    while (breaker.getState() == CircuitBreaker.State.CLOSED && failures < 100) {
      breaker.onError(1, TimeUnit.MILLISECONDS, new IOException());
      failures++;
    }
    return failures;
  }

  @Test
  void wrong_settings_of_circuit_breakers_are_refused() {
    refused("failures must be at least 1, got 0", () -> CircuitBreakers.builder().failures(0));
    for (Duration wrong :
        List.of(Duration.ZERO, SECOND.negated(), Duration.ofSeconds(Long.MAX_VALUE))) {
      refused("openFor must be at", () -> CircuitBreakers.builder().openFor(wrong));
    }
  }

  @Test
  void what_is_underneath_is_there_for_those_who_know_it() {
    CircuitBreakers breakers = CircuitBreakers.defaults();

    assertThat(breakers.unwrap(CircuitBreakerRegistry.class)).isNotNull();
    assertThatIllegalArgumentException().isThrownBy(() -> breakers.unwrap(String.class));
  }
}
