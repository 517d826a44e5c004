package io.sitq.worker;

import io.sitq.BackendConnectionException;
import io.sitq.CancelOutcome;
import io.sitq.spi.Cancellations;
import io.sitq.spi.DelayedTasks.Subscription;
import io.sitq.spi.Delivery;
import io.sitq.spi.Names;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Cancels tasks of an {@link InMemoryBackend}. Listeners are told on the thread that asks, unless
 * their messages get lost.
 */
public final class MemoryCancellations implements Cancellations {
  private final InMemoryBackend backend;
  private final Set<String> requests = ConcurrentHashMap.newKeySet();
  private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();

  /** The questions that workers asked, the deliveries of each. */
  public final List<List<Delivery>> questions = new CopyOnWriteArrayList<>();

  public volatile boolean losesMessages;

  MemoryCancellations(InMemoryBackend backend) {
    this.backend = backend;
  }

  @Override
  public CompletionStage<CancelOutcome> cancel(String id) {
    CancelOutcome outcome = outcome(id);
    if (outcome == CancelOutcome.REQUESTED && !losesMessages) {
      tell(id);
    }
    return CompletableFuture.completedFuture(outcome);
  }

  private CancelOutcome outcome(String id) {
    synchronized (backend) {
      if (backend.takeWaiting(id) != null) {
        backend.markEnded(id);
        return CancelOutcome.CANCELLED;
      }
      if (backend.isRunning(id)) {
        requests.add(id);
        return CancelOutcome.REQUESTED;
      }
      return backend.hasEnded(id) ? CancelOutcome.ENDED : CancelOutcome.NOT_FOUND;
    }
  }

  /** Tells those who listen, as if somebody had asked. */
  public void tell(String id) {
    listeners.getOrDefault(Names.queueOf(id), List.of()).forEach(l -> l.accept(id));
  }

  /** The task has ended; whether somebody had asked. */
  boolean forget(String id) {
    return requests.remove(id);
  }

  boolean isRequested(String id) {
    return requests.contains(id);
  }

  public int subscriptions() {
    return listeners.values().stream().mapToInt(List::size).sum();
  }

  @Override
  public Subscription onRequest(String queue, Consumer<String> listener) {
    List<Consumer<String>> mine =
        listeners.computeIfAbsent(queue, q -> new CopyOnWriteArrayList<>());
    mine.add(listener);
    return () -> mine.remove(listener);
  }

  @Override
  public CompletionStage<Set<String>> requested(List<Delivery> deliveries) {
    questions.add(List.copyOf(deliveries));
    return backend.down
        ? CompletableFuture.failedFuture(
            new BackendConnectionException("requested", "memory", "memory is down", null))
        : CompletableFuture.completedFuture(
            deliveries.stream()
                .filter(delivery -> backend.isRunning(delivery))
                .map(Delivery::id)
                .filter(requests::contains)
                .collect(Collectors.toSet()));
  }
}
