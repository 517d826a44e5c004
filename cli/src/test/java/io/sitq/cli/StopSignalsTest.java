package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StopSignalsTest {
  private final AtomicLong clock = new AtomicLong();
  private final CountDownLatch left = new CountDownLatch(1);
  private final StopSignals signals = new StopSignals(left::countDown, clock::get);

  @Test
  void theFirstEndsTheWaitAndTheSecondLeavesAtOnce() throws InterruptedException {
    signals.arrived();
    signals.awaitFirst();
    assertThat(left.getCount()).isEqualTo(1);

    clock.addAndGet(StopSignals.ECHO.toNanos());
    signals.arrived();
    await().until(() -> left.getCount() == 0);
  }

  @Test
  void anEchoOfTheFirstIsNoSecond() throws InterruptedException {
    signals.arrived();
    clock.addAndGet(StopSignals.ECHO.toNanos() - 1);
    signals.arrived();
    signals.awaitFirst();

    clock.addAndGet(1);
    signals.arrived();
    await().until(() -> left.getCount() == 0);
  }
}
