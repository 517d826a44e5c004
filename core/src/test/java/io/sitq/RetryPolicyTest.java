package io.sitq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void the_default_is_one_attempt() {
    assertThat(RetryPolicy.never().delayAfter(1, new IOException())).isEmpty();
  }

  @Test
  void attempts_end_at_the_limit() {
    RetryPolicy policy = RetryPolicy.fixed(SECOND).maxAttempts(3);

    assertThat(policy.delayAfter(1, new IOException())).isPresent();
    assertThat(policy.delayAfter(2, new IOException())).isPresent();
    assertThat(policy.delayAfter(3, new IOException())).isEmpty();
  }

  @Test
  void rules_look_at_the_type_and_its_subtypes_and_giving_up_wins() {
    RetryPolicy policy =
        RetryPolicy.fixed(SECOND).retryOn(IOException.class).giveUpOn(FileNotFoundException.class);

    assertThat(policy.delayAfter(1, new IOException())).isPresent();
    assertThat(policy.delayAfter(1, new FileNotFoundException())).isEmpty();
    assertThat(policy.delayAfter(1, new IllegalStateException())).isEmpty();
  }

  @Test
  void a_function_decides_by_attempt_and_error() {
    RetryPolicy policy =
        RetryPolicy.custom(
                (attempt, error) ->
                    error instanceof IOException
                        ? Optional.of(SECOND.multipliedBy(attempt))
                        : Optional.empty())
            .maxAttempts(9);

    assertThat(policy.delayAfter(4, new IOException())).contains(Duration.ofSeconds(4));
    assertThat(policy.delayAfter(4, new Error())).isEmpty();
    assertThat(policy.delayAfter(9, new IOException())).isEmpty();
  }

  @Test
  void fewer_than_one_attempt_is_refused() {
    assertThatThrownBy(() -> RetryPolicy.fixed(SECOND).maxAttempts(0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("maxAttempts must be at least 1, got 0");
  }

  @Test
  void null_is_refused_at_once_and_by_name() {
    RetryPolicy policy = RetryPolicy.fixed(SECOND);

    refused("backoff.initial must not be null", () -> RetryPolicy.fixed(null));
    refused("backoff must not be null", () -> RetryPolicy.of(null));
    refused("delays must not be null", () -> RetryPolicy.custom(null));
    refused("backoff must not be null", () -> policy.backoff(null));
    refused("error type must not be null", () -> policy.retryOn(null));
    refused("error type must not be null", () -> policy.giveUpOn(null));
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }
}
