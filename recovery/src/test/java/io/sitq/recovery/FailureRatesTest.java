package io.sitq.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskQueue;
import io.sitq.spi.Backend;
import io.sitq.spi.ResultReader;
import io.sitq.spi.StoredTask;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FailureRatesTest {
  private final Queue<CompletableFuture<Optional<StoredTask>>> unanswered =
      new ConcurrentLinkedQueue<>();
  private final AtomicInteger asked = new AtomicInteger();

  /** Answers when the test says so. */
  private final class SlowReader implements ResultReader {
    @Override
    public CompletionStage<Optional<StoredTask>> read(String id) {
      CompletableFuture<Optional<StoredTask>> answer = new CompletableFuture<>();
      unanswered.add(answer);
      asked.incrementAndGet();
      return answer;
    }

    @Override
    public CompletionStage<Optional<StoredTask>> awaitEnd(String id, Duration timeout) {
      return read(id);
    }
  }

  private TaskQueue queue() {
    Backend backend =
        (Backend)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Backend.class},
                (proxy, method, arguments) ->
                    method.getName().equals("results") ? new SlowReader() : null);
    return TaskQueue.on(backend);
  }

  @Test
  void few_results_are_held_at_once_since_each_may_be_large() {
    List<String> ids = IntStream.range(0, 100).mapToObj(i -> "default:" + i).toList();
    CompletableFuture<FailureRates> rates =
        FailureRates.ofAsync(queue(), ids).toCompletableFuture();

    for (int soFar : new int[] {32, 64, 96, 100}) {
      Awaitility.await().until(() -> asked.get() == soFar);
      assertThat(rates).isNotDone();
      while (!unanswered.isEmpty()) {
        unanswered.remove().complete(Optional.empty());
      }
    }

    assertThat(rates).succeedsWithin(Duration.ofSeconds(20));
    assertThat(rates.join().all().notFound()).isEqualTo(100);
  }
}
