package io.sitq.worker;

import io.sitq.BackendConnectionException;
import io.sitq.spi.DeadLetterStore;
import io.sitq.spi.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** The failed tasks of an {@link InMemoryBackend}, so many of each queue. */
public final class MemoryDeadLetters implements DeadLetterStore {
  private record Dead(Delivery delivery, Instant failedAt) {}

  private static final int MAX_BATCH = 100;

  private final InMemoryBackend backend;
  private final Map<String, Dead> letters = new LinkedHashMap<>(); // guarded by the backend

  /** The queues that were trimmed, one for each call. */
  public final List<String> trims = new CopyOnWriteArrayList<>();

  public volatile int most = 10_000;

  /** A queue that can't be trimmed. */
  public volatile String broken = "";

  MemoryDeadLetters(InMemoryBackend backend) {
    this.backend = backend;
  }

  void add(Delivery delivery) {
    synchronized (backend) {
      letters.put(delivery.id(), new Dead(delivery, Instant.now()));
    }
  }

  private List<Dead> of(String queue) {
    return letters.values().stream().filter(dead -> dead.delivery().queue().equals(queue)).toList();
  }

  @Override
  public CompletionStage<List<String>> ids(String queue, Instant since, Instant until) {
    synchronized (backend) {
      List<Dead> found = new ArrayList<>(of(queue));
      found.removeIf(dead -> since != null && dead.failedAt().isBefore(since));
      found.removeIf(dead -> until != null && dead.failedAt().isAfter(until));
      found.sort(Comparator.comparing(Dead::failedAt).reversed());
      return CompletableFuture.completedFuture(
          found.stream().map(dead -> dead.delivery().id()).toList());
    }
  }

  @Override
  public CompletionStage<Integer> requeue(String queue, List<String> ids) {
    synchronized (backend) {
      List<Dead> removed = remove(ids);
      removed.forEach(dead -> backend.putAgain(dead.delivery()));
      return CompletableFuture.completedFuture(removed.size());
    }
  }

  @Override
  public CompletionStage<Integer> delete(String queue, List<String> ids) {
    synchronized (backend) {
      List<Dead> removed = remove(ids);
      removed.forEach(dead -> backend.forgetEnded(dead.delivery().id()));
      return CompletableFuture.completedFuture(removed.size());
    }
  }

  private List<Dead> remove(List<String> ids) {
    List<Dead> removed = new ArrayList<>();
    for (String id : ids) {
      Dead dead = letters.remove(id);
      if (dead != null) {
        removed.add(dead);
      }
    }
    return removed;
  }

  @Override
  public CompletionStage<Integer> trim(String queue) {
    trims.add(queue);
    if (backend.down || queue.equals(broken)) {
      return CompletableFuture.failedFuture(
          new BackendConnectionException("trim", "memory", "memory is down", null));
    }
    synchronized (backend) {
      List<String> ids = of(queue).stream().map(dead -> dead.delivery().id()).toList();
      int excess = Math.min(MAX_BATCH, Math.max(0, ids.size() - most));
      return CompletableFuture.completedFuture(remove(ids.subList(0, excess)).size());
    }
  }
}
