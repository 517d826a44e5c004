package io.sitq.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.Backoff;
import io.sitq.RetryPolicy;
import io.sitq.spi.ExecutionOptions;
import io.sitq.worker.GiveUp;
import io.sitq.worker.RetryLater;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RetryDecisionTest {
  private static final RetryPolicy THREE =
      RetryPolicy.of(Backoff.fixed(Duration.ofSeconds(1)).jitter(0));
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final IOException error = new IOException("x");

  private static Duration delay(RetryPolicy policy, int attempt, Throwable error) {
    return RetryDecision.of(policy, ExecutionOptions.DEFAULTS, attempt, error).delay();
  }

  private Duration delay(RetryPolicy policy, int most, Backoff backoff, int attempt) {
    ExecutionOptions asked = new ExecutionOptions(most, backoff, 0, 0, true);
    return RetryDecision.of(policy, asked, attempt, error).delay();
  }

  @Test
  void attempts_are_counted_and_rules_followed() {
    assertThat(delay(RetryPolicy.never(), 1, error)).isNull();
    assertThat(delay(THREE, 1, error)).isEqualTo(SECOND);
    assertThat(delay(THREE, 2, error)).isEqualTo(SECOND);
    assertThat(delay(THREE, 3, error)).isNull();
    assertThat(delay(THREE, 7, error)).isNull();
    assertThat(delay(THREE.giveUpOn(IOException.class), 1, error)).isNull();
    assertThat(delay(THREE.retryOn(IOException.class), 1, new CompletionException(error)))
        .isEqualTo(SECOND);
  }

  @Test
  void the_producer_wins_over_the_handler() {
    Backoff minutes = Backoff.fixed(Duration.ofMinutes(1)).jitter(0);
    assertThat(delay(RetryPolicy.never(), 5, minutes, 4)).isEqualTo(Duration.ofMinutes(1));
    assertThat(delay(RetryPolicy.never(), 5, minutes, 5)).isNull();
    assertThat(delay(THREE, 1, null, 1)).isNull();
    assertThat(delay(THREE, 0, minutes, 1)).isEqualTo(Duration.ofMinutes(1));
    assertThat(delay(RetryPolicy.custom((n, e) -> Optional.of(SECOND)), 0, minutes, 1))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(delay(RetryPolicy.custom((n, e) -> Optional.empty()), 0, minutes, 1)).isNull();
  }

  @Test
  void the_handler_can_ask_for_later_while_attempts_remain_or_give_up() {
    RetryLater later = new RetryLater(Duration.ofHours(2), "busy");
    assertThat(delay(THREE, 1, later)).isEqualTo(Duration.ofHours(2));
    assertThat(delay(THREE, 1, new CompletionException(later))).isEqualTo(Duration.ofHours(2));
    assertThat(delay(THREE, 3, later)).isNull();
    assertThat(delay(RetryPolicy.never(), 1, later)).isNull();
    assertThat(RetryDecision.of(THREE, ExecutionOptions.DEFAULTS, 3, later).refusal())
        .isEqualTo("no attempt is left: used 3 of 3");
    assertThat(RetryDecision.of(THREE, ExecutionOptions.DEFAULTS, 3, error).refusal()).isNull();
    assertThat(delay(THREE, 1, new GiveUp("no"))).isNull();
  }

  @Test
  void a_rule_that_throws_gives_up_and_says_so() {
    RetryPolicy broken =
        RetryPolicy.custom(
            (n, e) -> {
              throw new IllegalStateException("rule");
            });
    RetryDecision decision = RetryDecision.of(broken, ExecutionOptions.DEFAULTS, 1, error);
    assertThat(decision.delay()).isNull();
    assertThat(decision.ruleError()).hasMessage("rule");
    RetryPolicy nothing = RetryPolicy.custom((n, e) -> null);
    assertThat(RetryDecision.of(nothing, ExecutionOptions.DEFAULTS, 1, error).ruleError())
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void delays_stay_within_bounds() {
    assertThat(delay(RetryPolicy.custom((n, e) -> Optional.of(SECOND.negated())), 1, error))
        .isZero();
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    assertThat(delay(RetryPolicy.custom((n, e) -> Optional.of(endless)), 1, error))
        .isEqualTo(RetryDecision.LONGEST_DELAY);
  }
}
