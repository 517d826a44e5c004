package io.sitq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BoundedCallTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void theResultIsReturned() throws Exception {
    assertThat(BoundedCall.within(LONG, "add", () -> 1 + 1, late -> {})).isEqualTo(2);
  }

  @Test
  void aFailureIsAReasonThatNamesThePurpose() {
    assertThatThrownBy(
            () ->
                BoundedCall.within(
                    LONG,
                    "pull the image",
                    () -> {
                      throw new IOException("no such host");
                    },
                    late -> {}))
        .isInstanceOf(ProviderUnavailableException.class)
        .hasMessage("can't pull the image: no such host");
  }

  @Test
  void whatComesTooLateIsHandedOverForCleaningUp() throws Exception {
    CompletableFuture<Void> timeIsUp = new CompletableFuture<>();
    CompletableFuture<String> cleanedUp = new CompletableFuture<>();

    assertThatThrownBy(
            () ->
                BoundedCall.within(
                    Duration.ofMillis(20),
                    "start",
                    () -> {
                      timeIsUp.join(); // heeds no interrupt, as the worst of callees
                      return "late";
                    },
                    cleanedUp::complete))
        .isInstanceOf(ProviderUnavailableException.class)
        .hasMessageStartingWith("can't start within");
    assertThat(cleanedUp).isNotDone();

    timeIsUp.complete(null);
    assertThat(cleanedUp.get(10, TimeUnit.SECONDS)).isEqualTo("late");
  }
}
