package io.sitq;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all listeners; what one of them throws is logged and harms nothing. Only a {@code
 * VirtualMachineError} is thrown on, after which nothing can be trusted; a {@code
 * StackOverflowError} ends one call and no more.
 */
public final class Listeners {
  private static final Logger log = LoggerFactory.getLogger(TaskListener.class);

  private final List<TaskListener> all;

  /** Copies the list. */
  public Listeners(List<TaskListener> listeners) {
    this.all = List.copyOf(listeners);
  }

  /** Whether nobody listens, so that no event need be made. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Tells each listener by the method {@code tell}. */
  public void tell(BiConsumer<TaskListener, TaskEvent> tell, TaskEvent event) {
    each(listener -> tell.accept(listener, event));
  }

  /** Calls each listener. */
  public void each(Consumer<TaskListener> call) {
    for (TaskListener listener : all) {
      try {
        call.accept(listener);
      } catch (RuntimeException | Error e) {
        if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
          throw fatal;
        }
        log.atError()
            .setCause(e)
            .addKeyValue("listener", listener.getClass().getName())
            .log("A task listener threw; the task is not affected");
      }
    }
  }
}
