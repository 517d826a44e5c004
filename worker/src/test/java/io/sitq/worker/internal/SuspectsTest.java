package io.sitq.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.spi.Delivery;
import io.sitq.spi.Settlement;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.Tasks.Echo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that were there when a worker died. */
class SuspectsTest {
  private final Map<String, Semaphore> running = new ConcurrentHashMap<>();
  private final OneQueue queue =
      new OneQueue(
          8,
          Duration.ofMinutes(1),
          Echo.class,
          (task, context) -> {
            Semaphore goOn = new Semaphore(0);
            String name = ((Echo) task).text();
            running.put(name, goOn);
            goOn.acquire();
            running.remove(name);
            return "";
          },
          HandlerOptions.defaults());

  @AfterEach
  void close() {
    await()
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              running.values().forEach(Semaphore::release);
              return queue.places.active() == 0;
            });
    queue.close();
  }

  private void awaitRunning(String... names) {
    await()
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(() -> assertThat(running.keySet()).containsExactlyInAnyOrder(names));
  }

  private void end(String name) {
    running.get(name).release();
  }

  @Test
  void after_one_crash_they_start_marked_two_at_a_time_beside_others() throws Exception {
    String first = queue.startSuspect(new Echo("first"), 1);
    String second = queue.startSuspect(new Echo("second"), 1);
    String third = queue.startSuspect(new Echo("third"), 1);
    queue.start(new Echo("fresh"));
    awaitRunning("first", "second", "fresh");
    assertThat(queue.backend.starts).containsExactlyInAnyOrder(first, second);
    end("first");
    awaitRunning("second", "third", "fresh");
    assertThat(queue.backend.starts).containsExactlyInAnyOrder(first, second, third);
  }

  @Test
  void after_two_crashes_one_runs_alone_until_its_settle_is_answered() throws Exception {
    queue.start(new Echo("before"));
    awaitRunning("before");
    String alone = queue.startSuspect(new Echo("alone"), 2);
    queue.start(new Echo("after"));
    queue.startSuspect(new Echo("suspect"), 1);
    assertThat(running.keySet()).isEqualTo(Set.of("before"));
    assertThat(queue.backend.starts).isEmpty();
    end("before");
    awaitRunning("alone");
    assertThat(queue.backend.starts).containsExactly(alone + " alone");
    queue.start(new Echo("last"));
    end("alone");
    awaitRunning("after", "suspect", "last");
    assertThat(queue.backend.settlements()).hasSize(2);
  }

  @Test
  void several_of_those_run_one_after_the_other() throws Exception {
    queue.startSuspect(new Echo("a"), 2);
    queue.startSuspect(new Echo("b"), 3);
    queue.start(new Echo("fresh"));
    awaitRunning("a");
    end("a");
    awaitRunning("b");
    end("b");
    awaitRunning("fresh");
  }

  @Test
  void one_that_is_given_back_while_it_waits_holds_nobody_up() throws Exception {
    queue.start(new Echo("before"));
    awaitRunning("before");
    Delivery d = queue.delivered(new Echo("alone"));
    Attempt waiting =
        queue.take(
            new Delivery(
                d.queue(), d.entryId(), d.id(), d.task(), 1, 2, 0, List.of(), d.envelope()));
    queue.start(waiting);
    queue.start(new Echo("after"));
    waiting.end(new Outcome.Stopped());
    awaitRunning("before", "after");
  }

  @Test
  void a_cancelled_one_ends_and_a_lost_one_is_dropped_without_a_word() throws Exception {
    Delivery lost = queue.delivered(new Echo("lost"));
    queue.backend.loseAll();
    queue.start(
        new Delivery(
            lost.queue(),
            lost.entryId(),
            lost.id(),
            lost.task(),
            1,
            1,
            0,
            List.of(),
            lost.envelope()));
    await().until(() -> queue.places.active() == 0);
    assertThat(queue.backend.settlements()).isEmpty();

    Delivery d = queue.delivered(new Echo("cancelled"));
    queue.cancel(d.id());
    queue.start(
        new Delivery(d.queue(), d.entryId(), d.id(), d.task(), 1, 1, 0, List.of(), d.envelope()));
    await().until(() -> !queue.backend.settlements().isEmpty());
    assertThat(queue.backend.settlements().get(0)).isInstanceOf(Settlement.Cancellation.class);
    assertThat(running).isEmpty();
  }

  @Test
  void one_whose_start_could_not_be_marked_is_given_back() throws Exception {
    queue.backend.answersMarks = false;
    String id = queue.startSuspect(new Echo("x"), 2);
    await().until(() -> !queue.backend.settlementsOf(id).isEmpty());
    assertThat(queue.backend.settlementsOf(id))
        .singleElement()
        .isInstanceOf(Settlement.Release.class);
    queue.backend.answersMarks = true;
    await().until(() -> queue.backend.waiting("default") == 1);
    queue.start(new Echo("behind it"));
    awaitRunning("x");
  }

  @Test
  void others_are_not_marked() throws Exception {
    queue.start(new Echo("fresh"));
    awaitRunning("fresh");
    assertThat(queue.backend.starts).isEmpty();
  }
}
