package io.sitq.worker;

import io.sitq.AttemptError;
import io.sitq.BackendConnectionException;
import io.sitq.BackendException;
import io.sitq.spi.Backend;
import io.sitq.spi.DelayedTasks;
import io.sitq.spi.Delivery;
import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.Enqueuer;
import io.sitq.spi.Inspector;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.ResultReader;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.Submission;
import io.sitq.spi.WorkerInfo;
import io.sitq.spi.WorkerRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Queues in memory: delivers, takes back, delays and tries again, and keeps each settlement. One
 * monitor guards all; settles are answered on a thread of its own, as real ones are.
 */
public final class InMemoryBackend implements Backend {
  private record Scheduled(Delivery delivery, long dueNanos) {}

  private final Map<String, List<Delivery>> ready = new ConcurrentHashMap<>();
  private final Map<String, List<Scheduled>> scheduled = new ConcurrentHashMap<>();
  private final List<Runnable> wakes = new CopyOnWriteArrayList<>();
  private final List<Settlement> settlements = new CopyOnWriteArrayList<>();
  private final AtomicLong entries = new AtomicLong();
  private final ExecutorService answers =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "backend-answers");
            thread.setDaemon(true);
            return thread;
          });

  public final AtomicInteger fetches = new AtomicInteger();
  public final AtomicInteger openConsumers = new AtomicInteger();
  public final AtomicInteger promotions = new AtomicInteger();
  public final Set<String> alive = ConcurrentHashMap.newKeySet();
  public volatile Function<Settlement, SettleOutcome> answer = s -> SettleOutcome.SETTLED;
  public volatile boolean down;
  public volatile boolean answersSettles = true;
  public volatile boolean refusesConsumers;
  public volatile boolean closed;

  /** Puts a delivery, as a client of any kind might have made it. */
  public synchronized void put(Delivery delivery) {
    ready.computeIfAbsent(delivery.queue(), q -> new ArrayList<>()).add(delivery);
    notifyAll();
  }

  /** All settlements, in the order in which they came. */
  public List<Settlement> settlements() {
    return settlements;
  }

  public List<Settlement> settlementsOf(String id) {
    return settlements.stream().filter(s -> s.delivery().id().equals(id)).toList();
  }

  public synchronized int waiting(String queue) {
    return ready.getOrDefault(queue, List.of()).size();
  }

  private synchronized void schedule(Delivery delivery, Duration delay) {
    scheduled
        .computeIfAbsent(delivery.queue(), q -> new ArrayList<>())
        .add(new Scheduled(delivery, System.nanoTime() + delay.toNanos()));
    wakes.forEach(Runnable::run);
  }

  private void apply(Settlement settlement) {
    Delivery d = settlement.delivery();
    if (settlement instanceof Settlement.Retry retry) {
      schedule(again(d, d.attempt() + 1, d.handbacks(), retry.errors()), retry.delay());
    } else if (settlement instanceof Settlement.Release release) {
      int handbacks = d.handbacks() + (release.handback() ? 1 : 0);
      Delivery back = again(d, d.attempt(), handbacks, d.errors());
      if (release.delay().isZero()) {
        put(back);
      } else {
        schedule(back, release.delay());
      }
    }
  }

  private Delivery again(Delivery d, int attempt, int handbacks, List<AttemptError> errors) {
    return new Delivery(
        d.queue(),
        "e" + entries.incrementAndGet(),
        d.id(),
        d.task(),
        attempt,
        d.crashes(),
        handbacks,
        errors,
        d.envelope());
  }

  private void check() {
    if (down) {
      throw new BackendConnectionException("fetch", "memory", "memory is down", null);
    }
  }

  @Override
  public String address() {
    return "memory";
  }

  @Override
  public Enqueuer enqueuer() {
    return submission -> {
      Delivery delivery = first(submission);
      if (submission.delayMillis() > 0) {
        schedule(delivery, Duration.ofMillis(submission.delayMillis()));
      } else {
        put(delivery);
      }
      return CompletableFuture.completedFuture(EnqueueOutcome.ACCEPTED);
    };
  }

  private Delivery first(Submission s) {
    String entry = "e" + entries.incrementAndGet();
    return new Delivery(s.queue(), entry, s.id(), s.task(), 1, 0, 0, List.of(), s.envelope());
  }

  @Override
  public QueueConsumer consumer(String queue, String workerId) {
    if (refusesConsumers) {
      throw new BackendException("consumer", "no more consumers", null);
    }
    openConsumers.incrementAndGet();
    return new MemoryConsumer(queue);
  }

  private final class MemoryConsumer implements QueueConsumer {
    private final String queue;
    private boolean woken; // guarded by the backend
    private boolean ended; // guarded by the backend

    MemoryConsumer(String queue) {
      this.queue = queue;
    }

    @Override
    public List<Delivery> fetch(int max, Duration wait) {
      fetches.incrementAndGet();
      check();
      synchronized (InMemoryBackend.this) {
        long deadline = System.nanoTime() + wait.toNanos();
        List<Delivery> mine = ready.computeIfAbsent(queue, q -> new ArrayList<>());
        while (mine.isEmpty() && !woken && !down && System.nanoTime() < deadline) {
          try {
            InMemoryBackend.this.wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
        woken = false;
        List<Delivery> batch = new ArrayList<>(mine.subList(0, Math.min(max, mine.size())));
        mine.subList(0, batch.size()).clear();
        return batch;
      }
    }

    @Override
    public void wakeUp() {
      synchronized (InMemoryBackend.this) {
        woken = true;
        InMemoryBackend.this.notifyAll();
      }
    }

    @Override
    public CompletionStage<SettleOutcome> settle(Settlement settlement) {
      settlements.add(settlement);
      if (!answersSettles) {
        return new CompletableFuture<>();
      }
      return CompletableFuture.supplyAsync(
          () -> {
            SettleOutcome outcome = answer.apply(settlement);
            if (outcome == SettleOutcome.SETTLED) {
              apply(settlement);
            }
            return outcome;
          },
          answers);
    }

    @Override
    public void close() {
      synchronized (InMemoryBackend.this) {
        if (!ended) {
          ended = true;
          openConsumers.decrementAndGet();
        }
      }
    }
  }

  @Override
  public DelayedTasks delayedTasks() {
    return new DelayedTasks() {
      @Override
      public CompletionStage<Promotion> promoteDue(String queue) {
        promotions.incrementAndGet();
        return down
            ? CompletableFuture.failedFuture(
                new BackendConnectionException("promote", "memory", "memory is down", null))
            : CompletableFuture.completedFuture(promote(queue));
      }

      @Override
      public Subscription onEarlierDue(String queue, Runnable wake) {
        wakes.add(wake);
        return () -> wakes.remove(wake);
      }
    };
  }

  private synchronized DelayedTasks.Promotion promote(String queue) {
    int promoted = 0;
    long now = System.nanoTime();
    long next = Long.MAX_VALUE;
    Iterator<Scheduled> all = scheduled.getOrDefault(queue, new ArrayList<>()).iterator();
    while (all.hasNext()) {
      Scheduled s = all.next();
      if (s.dueNanos() <= now) {
        all.remove();
        put(s.delivery());
        promoted++;
      } else {
        next = Math.min(next, s.dueNanos() - now);
      }
    }
    return new DelayedTasks.Promotion(
        promoted, next == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(next)));
  }

  @Override
  public WorkerRegistry registry() {
    return new WorkerRegistry() {
      @Override
      public CompletionStage<Void> announce(WorkerInfo worker, Duration ttl) {
        if (down) {
          return CompletableFuture.failedFuture(
              new BackendConnectionException("announce", "memory", "memory is down", null));
        }
        alive.add(worker.id());
        return CompletableFuture.completedFuture(null);
      }

      @Override
      public CompletionStage<Void> withdraw(String workerId) {
        alive.remove(workerId);
        return CompletableFuture.completedFuture(null);
      }
    };
  }

  @Override
  public ResultReader results() {
    throw new UnsupportedOperationException("tests look at settlements()");
  }

  @Override
  public Inspector inspector() {
    throw new UnsupportedOperationException("tests look at settlements()");
  }

  @Override
  public void close() {
    closed = true;
    answers.shutdown();
  }
}
