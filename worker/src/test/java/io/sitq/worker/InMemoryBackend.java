package io.sitq.worker;

import io.sitq.AttemptError;
import io.sitq.BackendConnectionException;
import io.sitq.BackendException;
import io.sitq.spi.Backend;
import io.sitq.spi.Cancellations;
import io.sitq.spi.DeadLetterStore;
import io.sitq.spi.DelayedTasks;
import io.sitq.spi.Delivery;
import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.Enqueuer;
import io.sitq.spi.Inspector;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.Recovery;
import io.sitq.spi.ResultReader;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.StartOutcome;
import io.sitq.spi.Submission;
import io.sitq.spi.WorkerInfo;
import io.sitq.spi.WorkerRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Queues in memory: delivers, takes back, delays and tries again, cancels, keeps dead letters, and
 * each settlement. One monitor guards all; settles are answered on a thread of its own, as real
 * ones are.
 */
public final class InMemoryBackend implements Backend {
  private record Scheduled(Delivery delivery, long dueNanos) {}

  private final Map<String, List<Delivery>> ready = new ConcurrentHashMap<>();
  private final Map<String, List<Scheduled>> scheduled = new ConcurrentHashMap<>();
  private final Map<String, Delivery> running = new ConcurrentHashMap<>(); // by entry
  private final Set<String> lost = ConcurrentHashMap.newKeySet(); // entries
  private final Set<String> ended = ConcurrentHashMap.newKeySet();
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

  public final MemoryCancellations cancellations = new MemoryCancellations(this);
  public final MemoryDeadLetters deadLetters = new MemoryDeadLetters(this);
  public final AtomicInteger fetches = new AtomicInteger();
  public final AtomicInteger openConsumers = new AtomicInteger();
  public final AtomicInteger promotions = new AtomicInteger();
  public final Set<String> alive = ConcurrentHashMap.newKeySet();
  public volatile Function<Settlement, SettleOutcome> answer = s -> SettleOutcome.SETTLED;
  public volatile boolean down;
  public volatile boolean answersSettles = true;
  public volatile boolean refusesConsumers;
  public volatile boolean ignoresMax;
  public volatile boolean closed;
  public final List<List<Delivery>> renewals = new CopyOnWriteArrayList<>();
  public final List<String> starts = new CopyOnWriteArrayList<>();
  public final Queue<Recovery.Pass> passes = new ConcurrentLinkedQueue<>();
  public final List<String> looks = new CopyOnWriteArrayList<>();
  public volatile boolean answersMarks = true;

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

  /** Takes a task that nobody runs out of the queue; null if there is none of that id. */
  synchronized Delivery takeWaiting(String id) {
    for (List<Delivery> queue : ready.values()) {
      for (Delivery delivery : queue) {
        if (delivery.id().equals(id)) {
          queue.remove(delivery);
          return delivery;
        }
      }
    }
    for (List<Scheduled> queue : scheduled.values()) {
      for (Scheduled later : queue) {
        if (later.delivery().id().equals(id)) {
          queue.remove(later);
          return later.delivery();
        }
      }
    }
    return null;
  }

  synchronized boolean isRunning(String id) {
    return running.values().stream().anyMatch(delivery -> delivery.id().equals(id));
  }

  /** Another worker takes what runs here, as after a lease that has expired. */
  public void loseAll() {
    lost.addAll(running.keySet());
    running.clear();
  }

  boolean isRunning(Delivery delivery) {
    return running.containsKey(delivery.entryId());
  }

  boolean hasEnded(String id) {
    return ended.contains(id);
  }

  void markEnded(String id) {
    ended.add(id);
  }

  void forgetEnded(String id) {
    ended.remove(id);
  }

  /** A new life of a task that has ended. */
  synchronized void putAgain(Delivery delivery) {
    ended.remove(delivery.id());
    put(again(delivery, 1, 0, List.of()));
  }

  /** What a settle that is accepted does; one that would go on is refused if it is cancelled. */
  private synchronized SettleOutcome settled(Settlement settlement) {
    Delivery delivery = settlement.delivery();
    running.remove(delivery.entryId());
    boolean wanted = !cancellations.forget(delivery.id());
    boolean goesOn =
        settlement instanceof Settlement.Retry || settlement instanceof Settlement.Release;
    if (goesOn && wanted) {
      apply(settlement);
      return SettleOutcome.SETTLED;
    }
    markEnded(delivery.id());
    if (settlement instanceof Settlement.Failure) {
      deadLetters.add(delivery);
    }
    return goesOn ? SettleOutcome.CANCELLED : SettleOutcome.SETTLED;
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
    public void fetch(int max, Duration wait, Consumer<List<Delivery>> taker) {
      fetches.incrementAndGet();
      check();
      List<Delivery> batch = take(max, wait);
      if (!batch.isEmpty()) {
        taker.accept(batch);
      }
    }

    private List<Delivery> take(int max, Duration wait) {
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
        int most = ignoresMax ? mine.size() : Math.min(max, mine.size());
        List<Delivery> batch = new ArrayList<>(mine.subList(0, most));
        mine.subList(0, batch.size()).clear();
        batch.forEach(delivery -> running.put(delivery.entryId(), delivery));
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
            boolean refused = lost.contains(settlement.delivery().entryId());
            SettleOutcome outcome = refused ? SettleOutcome.LOST : answer.apply(settlement);
            return outcome == SettleOutcome.SETTLED ? settled(settlement) : outcome;
          },
          answers);
    }

    @Override
    public CompletionStage<Set<Delivery>> renew(Collection<Delivery> deliveries) {
      if (down) {
        return CompletableFuture.failedFuture(
            new BackendConnectionException("renew", "memory", "memory is down", null));
      }
      renewals.add(List.copyOf(deliveries));
      return CompletableFuture.completedFuture(
          deliveries.stream()
              .filter(delivery -> !running.containsKey(delivery.entryId()))
              .collect(Collectors.toSet()));
    }

    @Override
    public CompletionStage<StartOutcome> markStart(Delivery delivery, boolean alone) {
      starts.add(delivery.id() + (alone ? " alone" : ""));
      if (!answersMarks) {
        return CompletableFuture.failedFuture(
            new BackendConnectionException("mark", "memory", "memory is down", null));
      }
      return CompletableFuture.completedFuture(
          !isRunning(delivery)
              ? StartOutcome.LOST
              : cancellations.isRequested(delivery.id())
                  ? StartOutcome.CANCELLED
                  : StartOutcome.MARKED);
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

  /** There is nothing to recover, as who has a task here does not die, but what a test says. */
  @Override
  public Recovery recovery() {
    return new Recovery() {
      @Override
      public CompletionStage<Pass> recover(String queue, Duration lease, int crashLimit) {
        looks.add("recover " + queue + " " + lease + " " + crashLimit);
        Pass pass = passes.poll();
        return CompletableFuture.completedFuture(
            pass == null ? new Pass(0, List.of(), Duration.ZERO, false) : pass);
      }

      @Override
      public CompletionStage<Integer> sweep(String queue) {
        looks.add("sweep " + queue);
        return CompletableFuture.completedFuture(0);
      }

      @Override
      public CompletionStage<List<String>> removeIdleConsumers(String queue, Duration idle) {
        looks.add("remove " + queue + " " + idle);
        return CompletableFuture.completedFuture(List.of());
      }
    };
  }

  @Override
  public Cancellations cancellations() {
    return cancellations;
  }

  @Override
  public DeadLetterStore deadLetters() {
    return deadLetters;
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
