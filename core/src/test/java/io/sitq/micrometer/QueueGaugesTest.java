package io.sitq.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sitq.spi.Inspector;
import io.sitq.spi.QueueStats;
import io.sitq.spi.WorkerInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QueueGaugesTest {
  private final AtomicLong clock = new AtomicLong();
  private final List<CompletableFuture<QueueStats>> asked = new ArrayList<>();
  private final Inspector inspector = new AskedInspector();

  @Test
  void showsStatesDeadLettersAndTheOldestAge() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new QueueGauges(inspector, Set.of("mail")).bindTo(registry);
    asked.get(0).complete(stats(7));

    assertThat(size(registry, "pending")).isEqualTo(7);
    assertThat(size(registry, "running")).isEqualTo(2);
    assertThat(size(registry, "scheduled")).isEqualTo(3);
    assertThat(size(registry, "dead")).isEqualTo(4);
    assertThat(registry.get("sitq.dead.letters").tag("queue", "mail").gauge().value()).isEqualTo(4);
    assertThat(registry.get("sitq.queue.oldest.age").gauge().value()).isEqualTo(1.5);
  }

  @Test
  void givesNoNumberBeforeTheFirstAnswerAndDoesNotWaitForIt() {
    CachedStats cached = new CachedStats(inspector, "mail", clock::get);

    assertThat(cached.value(QueueStats::pending)).isNaN();
    assertThat(asked).hasSize(1);
  }

  @Test
  void asksOnceAndNotAgainBeforeTheValuesAreOld() {
    CachedStats cached = new CachedStats(inspector, "mail", clock::get);
    cached.value(QueueStats::pending);
    cached.value(QueueStats::running);
    asked.get(0).complete(stats(7));
    assertThat(cached.value(QueueStats::pending)).isEqualTo(7);
    assertThat(asked).hasSize(1);

    clock.addAndGet(CachedStats.MAX_AGE_NANOS);
    assertThat(cached.value(QueueStats::pending)).isEqualTo(7);
    assertThat(asked).hasSize(2);
    asked.get(1).complete(stats(8));
    assertThat(cached.value(QueueStats::pending)).isEqualTo(8);
  }

  @Test
  void keepsTheLastValuesInAnOutageAndRecovers() {
    CachedStats cached = new CachedStats(inspector, "mail", clock::get);
    cached.refresh();
    asked.get(0).complete(stats(7));
    cached.refresh();
    asked.get(1).completeExceptionally(new IllegalStateException("away"));
    assertThat(cached.value(QueueStats::pending)).isEqualTo(7);

    cached.refresh();
    asked.get(2).complete(stats(0));
    assertThat(cached.value(QueueStats::pending)).isZero();
  }

  private static double size(SimpleMeterRegistry registry, String state) {
    return registry.get("sitq.queue.size").tags("queue", "mail", "state", state).gauge().value();
  }

  private static QueueStats stats(long pending) {
    return new QueueStats("mail", pending, 2, 3, 4, Duration.ofMillis(1500), Map.of());
  }

  private final class AskedInspector implements Inspector {
    @Override
    public CompletionStage<Set<String>> queues() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<QueueStats> stats(String queue) {
      CompletableFuture<QueueStats> answer = new CompletableFuture<>();
      asked.add(answer);
      return answer;
    }

    @Override
    public CompletionStage<List<WorkerInfo>> workers() {
      throw new UnsupportedOperationException();
    }
  }
}
