package io.sitq.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.Listeners;
import io.sitq.TaskEvent;
import io.sitq.TaskFailure;
import io.sitq.TaskListener;
import io.sitq.spi.Recovery;
import io.sitq.spi.Recovery.Pass;
import io.sitq.worker.InMemoryBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecovererTest {
  private static final LeaseTimes LEASES = new LeaseTimes(Duration.ofSeconds(30));

  private final InMemoryBackend backend = new InMemoryBackend();
  private final List<String> told = new ArrayList<>();
  private final Listeners listeners =
      new Listeners(
          List.of(
              new TaskListener() {
                @Override
                public void recovered(String queue, int tasks) {
                  told.add(queue + " " + tasks);
                }

                @Override
                public void failed(TaskEvent event) {
                  told.add("failed " + event.taskName() + " " + event.failure().error());
                }

                @Override
                public void cancelled(TaskEvent event) {
                  told.add("cancelled " + event.taskId() + " " + event.queue());
                }
              }));
  private final Recoverer recoverer =
      new Recoverer(
          backend.recovery(),
          "default",
          LEASES,
          3,
          listeners,
          new TaskEvents(listeners, new HandlerRegistry().known(List.of()), "w-1"));

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void it_goes_on_at_once_while_there_is_more_then_at_times_of_its_own() throws Exception {
    backend.passes.add(new Pass(100, List.of(), Duration.ZERO, true));
    backend.passes.add(new Pass(2, List.of(), Duration.ZERO, false));
    assertThat(recoverer.runOnce()).isZero();
    assertThat(recoverer.runOnce()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
    recoverer.runOnce();
    assertThat(told).containsExactly("default 100", "default 2");
    assertThat(backend.looks).hasSize(3).containsOnly("recover default PT30S 3");
  }

  @Test
  void what_it_ends_is_told() throws Exception {
    TaskFailure failure = new TaskFailure("killed 4 workers", "E", List.of(), "trace");
    backend.passes.add(
        new Pass(
            0,
            List.of(
                new Recovery.Ended("default:a", "poison", 2, failure),
                new Recovery.Ended("default:b", "slow", 1, null)),
            Duration.ZERO,
            false));
    recoverer.runOnce();
    assertThat(told)
        .containsExactly("failed poison killed 4 workers", "cancelled default:b default");
  }

  @Test
  void while_leases_are_not_judged_it_keeps_looking_and_comes_back_when_they_are()
      throws Exception {
    backend.passes.add(new Pass(0, List.of(), Duration.ofSeconds(30), false));
    backend.passes.add(new Pass(0, List.of(), Duration.ofSeconds(1), false));
    assertThat(recoverer.runOnce()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
    assertThat(recoverer.runOnce()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void a_sweep_also_removes_consumers_idle_for_ten_leases_and_at_least_5_minutes()
      throws Exception {
    assertThat(sweep(LEASES)).isBetween(Duration.ofSeconds(150), Duration.ofMinutes(5));
    sweep(new LeaseTimes(Duration.ofMinutes(1)));
    assertThat(backend.looks)
        .containsExactly(
            "sweep default", "remove default PT5M", "sweep default", "remove default PT10M");
  }

  private Duration sweep(LeaseTimes leases) throws InterruptedException {
    return new QueueSweeper(backend.recovery(), "default", leases, listeners).runOnce();
  }
}
