package io.sitq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sitq.TaskEvent;
import io.sitq.TaskHandle;
import io.sitq.TaskListener;
import io.sitq.TaskQueue;
import io.sitq.worker.Tasks.Echo;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a listener throws is logged, and is neither the task's nor the caller's. */
class ThrowingListenersTest extends WorkerTestBase {
  private static final String LINE = "ERROR A task listener threw; the task is not affected";

  static Stream<Throwable> harmless() {
    return Stream.of(
        new IllegalStateException("listener"),
        new AssertionError("listener"),
        new StackOverflowError("listener"));
  }

  /** Throws when a task was enqueued, and when one has succeeded. */
  private record Throwing(Supplier<? extends Throwable> thrown) implements TaskListener {
    @Override
    public void enqueued(TaskEvent event) {
      throwIt();
    }

    @Override
    public void succeeded(TaskEvent event) {
      throwIt();
    }

    private void throwIt() {
      Throwable now = thrown.get();
      if (now instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) now;
    }
  }

  private TaskQueue producer(Throwable thrown) {
    return TaskQueue.builder(backend).listener(new Throwing(() -> thrown)).build();
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void a_producer_s_listener_that_throws_is_logged_and_the_task_is_enqueued(Throwable thrown) {
    try (LogCapture log = new LogCapture(TaskListener.class.getName())) {
      TaskHandle<String> handle = producer(thrown).enqueue(new Echo("a"));

      assertThat(handle.id()).startsWith("default:");
      assertThat(backend.waiting("default")).isEqualTo(1);
      assertThat(log.lines()).containsExactly(LINE);
      assertThat(log.events().get(0).getThrowableProxy().getMessage()).isEqualTo("listener");
    }
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void a_worker_s_listener_that_throws_is_logged_and_the_task_succeeds(Throwable thrown) {
    try (LogCapture log = new LogCapture(TaskListener.class.getName())) {
      start(
          builder()
              .concurrency(1)
              .handle(Echo.class, Echo::text)
              .listener(new Throwing(() -> thrown)));

      assertThat(value(enqueue(new Echo("a")), String.class)).isEqualTo("a");
      await().untilAsserted(() -> assertThat(log.lines()).containsExactly(LINE));
      assertThat(value(enqueue(new Echo("b")), String.class)).isEqualTo("b");
    }
  }

  @Test
  void what_nobody_may_catch_is_thrown_on() {
    Error fatal = new InternalError("the JVM is broken");

    assertThatThrownBy(() -> producer(fatal).enqueue(new Echo("a"))).hasRootCause(fatal);
  }
}
