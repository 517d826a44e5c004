package io.sitq.it.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.TaskHandle;
import io.sitq.TaskStatus;
import io.sitq.it.worker.Tasks.Divide;
import io.sitq.it.worker.Tasks.Say;
import io.sitq.redis.RedisBackend;
import io.sitq.spi.QueueStats;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class StoppingIT extends OnRedis {
  @Test
  void closing_lets_running_handlers_finish() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Worker worker =
        start(
            worker()
                .handle(
                    Say.class,
                    task -> {
                      started.countDown();
                      release.await();
                      return task.text();
                    }));
    TaskHandle<String> handle = queue.enqueue(new Say("done"));
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

    Thread closing = new Thread(worker::close);
    closing.start();
    await().until(() -> !worker.isRunning());
    release.countDown();
    closing.join(20_000);

    assertThat(handle.result().orElseThrow().value()).isEqualTo("done");
  }

  @Test
  void what_does_not_finish_in_time_is_interrupted_and_given_back_uncharged() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Worker stubborn =
        start(
            worker()
                .drain(Duration.ofMillis(100))
                .handle(
                    Say.class,
                    task -> {
                      started.countDown();
                      new CountDownLatch(1).await();
                      return "never";
                    }));
    TaskHandle<String> handle = queue.enqueue(new Say("x"));
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

    stubborn.close();

    assertThat(handle.result().orElseThrow().status()).isEqualTo(TaskStatus.PENDING);
    start(worker().handle(Say.class, (task, context) -> task.text() + context.attempt()));
    assertThat(handle.await(SOON).value()).isEqualTo("x1");
  }

  @RepeatedTest(5)
  void workers_that_come_and_go_lose_and_double_nothing() {
    AtomicInteger executions = new AtomicInteger();
    List<TaskHandle<Integer>> handles =
        queue.enqueueAll(IntStream.range(0, 2000).mapToObj(i -> new Divide(i, 1)).toList());
    while (queueStats().pending() > 0) {
      Worker worker =
          start(
              worker()
                  .concurrency(8)
                  .handle(
                      Divide.class,
                      task -> {
                        executions.incrementAndGet();
                        return task.a() / task.b();
                      }));
      long before = executions.get();
      await().until(() -> executions.get() > before + 150 || queueStats().pending() == 0);
      worker.close();
    }

    assertThat(handles).allMatch(handle -> handle.await(SOON).status() == TaskStatus.SUCCESS);
    assertThat(executions).hasValue(2000);
    InvariantChecker.of(redis.uri(), namespace).drained().counted().check();
  }

  @Test
  void a_worker_that_is_gone_leaves_no_consumer_and_no_entry_in_the_registry() {
    Worker worker = start(worker().handle(Divide.class, task -> 1));
    try (RedisBackend backend = connect()) {
      await().until(() -> !backend.inspector().workers().toCompletableFuture().join().isEmpty());
      queue.enqueue(new Divide(1, 1)).await(SOON);

      worker.close();

      assertThat(backend.inspector().workers().toCompletableFuture().join()).isEmpty();
    }
    InvariantChecker.of(redis.uri(), namespace).drained().check();
  }

  private QueueStats queueStats() {
    try (RedisBackend backend = connect()) {
      return backend.inspector().stats("default").toCompletableFuture().join();
    }
  }
}
