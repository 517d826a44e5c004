package io.sitq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.Task;
import io.sitq.TaskName;
import io.sitq.TaskValidationException;
import io.sitq.spi.Backend;
import io.sitq.worker.Handlers;
import io.sitq.worker.TaskModule;
import io.sitq.worker.Worker;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ModuleTestTest {
  @TaskName("divide")
  record Divide(int a, int b) implements Task<Integer> {}

  @TaskName("halve")
  record Halve(int number) implements Task<Integer> {}

  @TaskName("note")
  record Note(String text) implements Task<Void> {}

  @TaskName("other")
  record Unhandled() implements Task<Void> {}

  @TaskName(value = "divide2", aliases = "divide")
  record Impostor() implements Task<Void> {}

  private static final class Arithmetic implements TaskModule {
    private final List<String> notes = new ArrayList<>();

    @Override
    public void register(Handlers handlers) {
      handlers
          .handle(Divide.class, task -> task.a() / task.b())
          .handleAsync(Halve.class, task -> CompletableFuture.completedStage(task.number() / 2))
          .run(Note.class, (task, context) -> notes.add(context.attempt() + task.text()));
    }

    @Override
    public void close() {
      notes.add("closed");
    }
  }

  private final Arithmetic module = new Arithmetic();

  @Test
  void aTaskFindsItsHandlerByItsClass() throws Exception {
    try (ModuleTest test = HandlerTest.of(module)) {
      Integer quotient = test.run(new Divide(10, 2));
      Integer half = test.run(new Halve(4));
      test.run(
          new Note("!"),
          HandlerTestOptions.defaults()
              .context(TestTaskContext.builder(Note.class).attempt(2).build()));

      assertThat(quotient).isEqualTo(5);
      assertThat(half).isEqualTo(2);
    }
    assertThat(module.notes).containsExactly("2!", "closed");
  }

  @Test
  void aTaskWithoutHandlerIsRefusedWithTheNamesThatThereAre() {
    ModuleTest test = HandlerTest.of(module);

    assertThatThrownBy(() -> test.run(new Unhandled()))
        .isInstanceOf(TaskValidationException.class)
        .hasMessage(
            "the module has no handler for "
                + Unhandled.class.getName()
                + "; it has [divide, halve, note]");
  }

  @Test
  void whatAWorkerWouldRefuseIsRefusedInTheSameWords() {
    refusedByBoth(
        handlers -> handlers.handle(Divide.class, task -> 1).handle(Divide.class, task -> 2));
    refusedByBoth(
        handlers -> handlers.handle(Divide.class, task -> 1).run(Impostor.class, t -> {}));
  }

  private static void refusedByBoth(TaskModule refused) {
    Throwable byWorker = refusal(() -> Worker.on(noBackend()).module(refused));

    assertThat(byWorker).isInstanceOf(TaskValidationException.class);
    assertThatThrownBy(() -> HandlerTest.of(refused))
        .isInstanceOf(TaskValidationException.class)
        .hasMessage(byWorker.getMessage());
  }

  private static Throwable refusal(Runnable registration) {
    return org.assertj.core.api.Assertions.catchThrowable(registration::run);
  }

  /** Registration reaches no backend. */
  private static Backend noBackend() {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
