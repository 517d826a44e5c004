package io.sitq.worker.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DecodingRoomTest {
  private static final int LARGE = 1 << 20;

  private final DecodingRoom room = new DecodingRoom(256 << 20); // 2 MiB at once
  private final AtomicInteger begun = new AtomicInteger();
  private final CountDownLatch go = new CountDownLatch(1);

  @Test
  void aThirdLargePayloadWaitsAndASmallOneDoesNot() throws Exception {
    CompletableFuture<String> first = decodingUntilGo();
    CompletableFuture<String> second = decodingUntilGo();
    await().untilAsserted(() -> assertThat(begun).hasValue(2));
    CompletableFuture<String> third =
        CompletableFuture.supplyAsync(() -> room.decode(LARGE, () -> "third"));

    assertThat(room.decode(1000, () -> "small")).isEqualTo("small");
    assertThat(third).isNotDone();
    go.countDown();

    assertThat(first.get(20, SECONDS)).isEqualTo("decoded");
    assertThat(second.get(20, SECONDS)).isEqualTo("decoded");
    assertThat(third.get(20, SECONDS)).isEqualTo("third");
  }

  private CompletableFuture<String> decodingUntilGo() {
    CompletableFuture<String> done = new CompletableFuture<>();
    new Thread(
            () ->
                done.complete(
                    room.decode(
                        LARGE,
                        () -> {
                          begun.incrementAndGet();
                          awaitUninterruptibly(go);
                          return "decoded";
                        })))
        .start();
    return done;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void roomIsGivenBackWhenDecodingThrows() {
    for (int i = 0; i < 10; i++) {
      try {
        room.decode(
            LARGE,
            () -> {
              throw new IllegalStateException("damaged");
            });
      } catch (IllegalStateException expected) {
        assertThat(expected).hasMessage("damaged");
      }
    }
    assertThat(room.decode(LARGE, () -> "decoded")).isEqualTo("decoded");
  }

  @Test
  void theLargestPayloadFitsIntoTheSmallestHeap() {
    assertThat(new DecodingRoom(8 << 20).decode(LARGE, () -> "decoded")).isEqualTo("decoded");
    assertThat(new DecodingRoom(0).decode(LARGE, () -> "decoded")).isEqualTo("decoded");
    assertThat(new DecodingRoom(Long.MAX_VALUE).decode(LARGE, () -> "x")).isEqualTo("x");
  }
}
