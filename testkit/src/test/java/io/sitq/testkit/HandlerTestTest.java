package io.sitq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.ConfigurationException;
import io.sitq.Task;
import io.sitq.TaskName;
import io.sitq.TaskSerializationException;
import io.sitq.TaskTimeoutException;
import io.sitq.TaskValidationException;
import io.sitq.json.JsonSerializer;
import io.sitq.worker.TaskHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandlerTestTest {
  @TaskName("divide")
  record Divide(int a, int b) implements Task<Integer> {}

  record Collect(List<String> words) implements Task<List<String>> {}

  record Notify(String whom) implements Task<Void> {}

  record Unsupported(Thread thread) implements Task<Void> {}

  record Letters(String text) implements Task<String> {}

  /** Changed on its way: the decoded name is another one, which the record refuses. */
  record Growing(String name) implements Task<Void> {
    Growing {
      if (name.length() > 3) {
        throw new IllegalArgumentException("name is too long");
      }
      name = name + "+";
    }
  }

  private static final HandlerTestOptions JSON =
      HandlerTestOptions.defaults().serializer(new JsonSerializer());

  @Test
  void aHandlerGetsTheTaskAndGivesTheResult() throws Exception {
    Integer quotient = HandlerTest.run(task -> task.a() / task.b(), new Divide(10, 2));
    Integer asJson = HandlerTest.run(task -> task.a() / task.b(), new Divide(10, 2), JSON);

    assertThat(quotient).isEqualTo(5);
    assertThat(asJson).isEqualTo(5);
  }

  @Test
  void taskAndResultTravelThroughTheSerializer() throws Exception {
    Collect sent = new Collect(new ArrayList<>(List.of("a")));
    List<String> returned = new ArrayList<>(List.of("b"));
    AtomicReference<Collect> seen = new AtomicReference<>();

    List<String> result =
        HandlerTest.run(
            task -> {
              seen.set(task);
              return returned;
            },
            sent);

    assertThat(seen.get()).isEqualTo(sent).isNotSameAs(sent);
    assertThat(result).isEqualTo(returned).isNotSameAs(returned).isUnmodifiable();
  }

  @Test
  void theContextIsTheTestsOrThatOfAFirstAttempt() throws Exception {
    TestTaskContext third = TestTaskContext.builder(Letters.class).attempt(3).build();

    String byDefault =
        HandlerTest.run((task, context) -> context.taskId() + context.attempt(), new Letters(""));
    String asSaid =
        HandlerTest.run(
            (task, context) -> context.taskId() + context.attempt(),
            new Letters(""),
            HandlerTestOptions.defaults().context(third));

    assertThat(byDefault).isEqualTo("default:test1");
    assertThat(asSaid).isEqualTo("default:test3");
  }

  @Test
  void actionsHaveNoResult() throws Exception {
    List<String> told = new ArrayList<>();

    HandlerTest.runAction(task -> told.add(task.whom()), new Notify("a"));
    HandlerTest.runAction((task, context) -> told.add(context.taskName()), new Notify("b"), JSON);

    assertThat(told).containsExactly("a", Notify.class.getName());
  }

  @Test
  void aStageIsAwaited() throws Exception {
    Integer quotient =
        HandlerTest.runAsync(
            task -> CompletableFuture.supplyAsync(() -> task.a() / task.b()), new Divide(10, 2));
    Integer attempt =
        HandlerTest.runAsync(
            (task, context) -> CompletableFuture.completedStage(context.attempt()),
            new Divide(10, 2));

    assertThat(quotient).isEqualTo(5);
    assertThat(attempt).isEqualTo(1);
  }

  @Test
  void aNullResultIsNull() throws Exception {
    String nothing = HandlerTest.run(task -> null, new Letters("a"));
    String nothingLater =
        HandlerTest.runAsync(task -> CompletableFuture.completedStage(null), new Letters("a"));

    assertThat(nothing).isNull();
    assertThat(nothingLater).isNull();
  }

  @Test
  void whatAHandlerThrowsComesOutAsItIs() {
    IOException checked = new IOException("disk full");
    AssertionError error = new AssertionError("no");
    CompletionException wrapper = new CompletionException(checked);

    for (Throwable thrown : List.of(checked, error, wrapper)) {
      TaskHandler<Letters, String> handler = throwing(thrown);
      assertThatThrownBy(() -> HandlerTest.run(handler, new Letters("a"))).isSameAs(thrown);
    }
    assertThatThrownBy(() -> HandlerTest.run(task -> task.a() / task.b(), new Divide(10, 0)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("/ by zero");
  }

  private static TaskHandler<Letters, String> throwing(Throwable thrown) {
    return task -> {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    };
  }

  @Test
  void whatAStageEndsWithComesOutWithoutWrappers() {
    IOException checked = new IOException("disk full");
    Throwable odd = new Throwable("odd");

    assertThatThrownBy(
            () ->
                HandlerTest.runAsync(
                    task -> CompletableFuture.<String>failedFuture(checked).thenApply(text -> text),
                    new Letters("a")))
        .isSameAs(checked);
    assertThatThrownBy(
            () ->
                HandlerTest.runAsync(task -> CompletableFuture.failedStage(odd), new Letters("a")))
        .isSameAs(odd);
    assertThatThrownBy(
            () ->
                HandlerTest.runAsync(
                    task -> {
                      CompletableFuture<String> cancelled = new CompletableFuture<>();
                      cancelled.cancel(true);
                      return cancelled;
                    },
                    new Letters("a")))
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> HandlerTest.runAsync(task -> null, new Letters("a")))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("returned null, not a CompletionStage");
  }

  @Test
  void aStageThatNeverCompletesEndsTheTest() {
    HandlerTestOptions impatient =
        HandlerTestOptions.defaults().stageTimeout(Duration.ofMillis(10));

    assertThatThrownBy(
            () ->
                HandlerTest.runAsync(
                    task -> new CompletableFuture<>(), new Divide(1, 1), impatient))
        .isInstanceOf(TaskTimeoutException.class)
        .hasMessage("the stage of task divide (default:test) has not completed within PT0.01S");
    assertThatThrownBy(() -> impatient.stageTimeout(Duration.ZERO))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("stageTimeout must be at least 1 ms, got PT0S");
  }

  @Test
  void aTypeThatCannotTravelIsRefusedBeforeTheHandlerIsCalled() {
    assertThatThrownBy(
            () -> HandlerTest.runAction(task -> {}, new Unsupported(Thread.currentThread())))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("thread");
    assertThatThrownBy(() -> HandlerTest.run(task -> "", (Letters) null))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageStartingWith("task must not be null");
  }

  @Test
  void aTaskThatCannotBeDecodedIsReportedAsAWorkerDoes() {
    assertThatThrownBy(() -> HandlerTest.runAction(task -> {}, new Growing("abc")))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageStartingWith(
            "payload of task \""
                + Growing.class.getName()
                + "\" (\"default:test\") can't be decoded: ")
        .hasRootCauseMessage("name is too long");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTaskOrResultThatIsTooLargeIsRefused(boolean json) {
    HandlerTestOptions options = json ? JSON : HandlerTestOptions.defaults();
    String large = "x".repeat(1 << 21);

    assertThatThrownBy(() -> HandlerTest.run(Letters::text, new Letters(large), options))
        .isInstanceOf(TaskSerializationException.class);
    assertThatThrownBy(() -> HandlerTest.run(task -> large, new Letters("a"), options))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageStartingWith(
            "result of task " + Letters.class.getName() + " (default:test) can't be stored: ");
  }

  @Test
  void aMissingHandlerIsRefused() {
    assertThatThrownBy(() -> HandlerTest.run((TaskHandler<Letters, String>) null, new Letters("a")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("handler must not be null, got null");
  }
}
