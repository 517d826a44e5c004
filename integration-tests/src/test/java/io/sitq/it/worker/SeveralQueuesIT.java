package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskHandle;
import io.sitq.TaskOptions;
import io.sitq.it.worker.Tasks.Say;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SeveralQueuesIT extends OnRedis {
  @Test
  void each_queue_keeps_its_own_limit_and_none_starves() {
    Map<String, AtomicInteger> active = new ConcurrentHashMap<>();
    Map<String, AtomicInteger> most = new ConcurrentHashMap<>();
    start(
        worker()
            .queue("default")
            .queue("mail", 2)
            .concurrency(8)
            .handle(
                Say.class,
                (task, context) -> {
                  AtomicInteger now =
                      active.computeIfAbsent(context.queue(), q -> new AtomicInteger());
                  int running = now.incrementAndGet();
                  most.computeIfAbsent(context.queue(), q -> new AtomicInteger())
                      .accumulateAndGet(running, Math::max);
                  Thread.onSpinWait();
                  now.decrementAndGet();
                  return context.queue();
                }));
    List<TaskHandle<String>> handles = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      handles.add(queue.enqueue(new Say("a")));
      handles.add(queue.enqueue(new Say("b"), TaskOptions.defaults().queue("mail")));
    }

    for (TaskHandle<String> handle : handles) {
      assertThat(handle.await(SOON).value()).isEqualTo(handle.id().replaceAll(":.*", ""));
    }
    assertThat(most.get("mail").get()).isLessThanOrEqualTo(2);
    assertThat(most.get("default").get()).isLessThanOrEqualTo(8);
  }
}
