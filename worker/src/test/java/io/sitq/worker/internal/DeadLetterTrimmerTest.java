package io.sitq.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.BackendConnectionException;
import io.sitq.TaskFailure;
import io.sitq.spi.AttemptFacts;
import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.Settlement;
import io.sitq.worker.InMemoryBackend;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterTrimmerTest {
  private final InMemoryBackend backend = new InMemoryBackend();
  private final DeadLetterTrimmer trimmer =
      new DeadLetterTrimmer(backend.deadLetters(), List.of("default", "mail"));

  @AfterEach
  void close() {
    backend.close();
  }

  private void fail(String queue, int tasks) {
    QueueConsumer consumer = backend.consumer(queue, "w-1");
    for (int i = 0; i < tasks; i++) {
      Delivery delivery =
          new Delivery(queue, "e" + i, queue + ":" + i, "x", 1, 0, 0, List.of(), new byte[0]);
      consumer
          .settle(
              new Settlement.Failure(
                  delivery,
                  new AttemptFacts("x", 1, 0, "w-1", 1, 2, 3),
                  new TaskFailure("no", "java.lang.Exception", List.of(), "no"),
                  List.of(),
                  Duration.ofDays(1)))
          .toCompletableFuture()
          .join();
    }
    consumer.close();
  }

  private List<String> left(String queue) {
    return backend.deadLetters().ids(queue, null, null).toCompletableFuture().join();
  }

  @Test
  void it_comes_again_at_once_while_there_are_more_and_then_after_a_while() throws Exception {
    fail("default", 230);
    fail("mail", 3);
    backend.deadLetters.most = 20;
    assertThat(trimmer.runOnce()).isZero();
    assertThat(trimmer.runOnce()).isZero();
    assertThat(trimmer.runOnce()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    assertThat(left("default")).hasSize(20).contains("default:229").doesNotContain("default:209");
    assertThat(left("mail")).hasSize(3);
    assertThat(backend.deadLetters.trims)
        .containsExactly("default", "mail", "default", "mail", "default", "mail");
  }

  @Test
  void a_queue_that_can_not_be_trimmed_is_told_of_and_does_not_keep_the_others_waiting() {
    fail("mail", 1);
    backend.deadLetters.most = 0;
    backend.deadLetters.broken = "default";
    assertThatThrownBy(trimmer::runOnce).isInstanceOf(BackendConnectionException.class);
    assertThat(left("mail")).isEmpty();
  }
}
