package io.sitq.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.TaskQueueException;
import io.sitq.TaskValidationException;
import io.sitq.recovery.Tasks.Divide;
import io.sitq.recovery.Tasks.Flaky;
import io.sitq.recovery.Tasks.Nobody;
import io.sitq.redis.RedisBackend;
import io.sitq.testkit.fault.FaultyProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureRatesIT extends OnRedis {
  @Test
  void every_state_is_counted_apart_for_all_and_for_each_task() {
    TaskOptions nobodys = TaskOptions.defaults().queue("nobodys");
    List<String> ended = new ArrayList<>();
    ended.add(queue.enqueue(new Divide(4, 2)).id());
    ended.add(queue.enqueue(new Divide(6, 2)).id());
    ended.add(queue.enqueue(new Divide(1, 0)).id());
    ended.add(queue.enqueue(new Flaky("a", 9)).id());
    ended.forEach(id -> queue.getResult(id, SOON));
    String pending = queue.enqueue(new Nobody(), nobodys).id();
    String scheduled = queue.enqueue(new Nobody(), nobodys.delay(Duration.ofHours(1))).id();
    String cancelled = queue.enqueue(new Nobody(), nobodys).id();
    queue.cancel(cancelled);
    List<String> ids = new ArrayList<>(ended);
    ids.addAll(List.of(pending, scheduled, cancelled, "default:never", ended.get(0)));

    FailureRates rates = FailureRates.of(queue, ids);

    assertThat(rates.all()).isEqualTo(new OutcomeCounts(2, 2, 1, 2, 1));
    assertThat(rates.all().total()).isEqualTo(8);
    assertThat(rates.successRate()).hasValue(2 / 5.0);
    assertThat(rates.failureRate()).hasValue(2 / 5.0);
    assertThat(rates.byTask().get("divide")).isEqualTo(new OutcomeCounts(2, 1, 0, 0, 0));
    assertThat(rates.byTask().get("flaky")).isEqualTo(new OutcomeCounts(0, 1, 0, 0, 0));
    assertThat(rates.byTask().values().stream().mapToLong(OutcomeCounts::total).sum()).isEqualTo(7);
  }

  @Test
  void none_at_all_is_answered() {
    FailureRates none = FailureRates.of(queue, List.of());
    FailureRates noneEnded = FailureRates.of(queue, List.of("default:never"));

    assertThat(none.all()).isEqualTo(OutcomeCounts.NONE);
    assertThat(none.successRate()).isEmpty();
    assertThat(none.byTask()).isEmpty();
    assertThat(noneEnded.successRate()).isEmpty();
    assertThat(noneEnded.failureRate()).isEmpty();
    assertThat(noneEnded.all().notFound()).isEqualTo(1);
  }

  @Test
  void more_than_one_batch_is_read() {
    List<Divide> tasks = IntStream.range(0, 1201).mapToObj(i -> new Divide(i, i % 3)).toList();
    List<TaskHandle<Integer>> handles = queue.enqueueAll(tasks);
    handles.forEach(handle -> handle.await(SOON));

    assertThat(FailureRates.ofAsync(queue, handles.stream().map(TaskHandle::id).toList()))
        .succeedsWithin(SOON)
        .extracting(FailureRates::all)
        .isEqualTo(new OutcomeCounts(800, 401, 0, 0, 0));
  }

  @Test
  void bad_input_is_refused() {
    assertThatThrownBy(() -> FailureRates.of(queue, null))
        .isInstanceOf(TaskValidationException.class);
    assertThatThrownBy(() -> FailureRates.of(null, List.of()))
        .isInstanceOf(TaskValidationException.class);
    assertThatThrownBy(() -> FailureRates.of(queue, Arrays.asList("default:a", null)))
        .isInstanceOf(TaskValidationException.class);
    assertThatThrownBy(() -> FailureRates.ofAsync(queue, List.of("no queue")))
        .isInstanceOf(TaskValidationException.class);
  }

  @Test
  void an_interrupted_caller_gets_its_flag_back() {
    try (FaultyProxy proxy = FaultyProxy.before(redis.uri());
        TaskQueue behindProxy = TaskQueue.on(RedisBackend.connect(proxy.uri()))) {
      proxy.swallow(true); // so that it waits for an answer when the interrupt is seen
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> FailureRates.of(behindProxy, List.of("default:a")))
          .isInstanceOf(TaskQueueException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
