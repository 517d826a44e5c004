package io.sitq.spi;

import io.sitq.BackendConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** One worker's end of one queue: it takes tasks out and ends their attempts. */
public interface QueueConsumer extends AutoCloseable {
  /**
   * Takes tasks out of the queue, waiting for the first of them if there are none. Entries that are
   * no tasks are taken out, counted and logged, and not handed over. Called by one thread at a
   * time.
   *
   * @param max how many at most; at least 1. A few more may come when tasks arrive in several
   *     places at once: the caller holds them all
   * @param wait how long at most; zero asks once
   * @param taker is given the tasks before this returns, if there are any, perhaps on a thread of
   *     the backend's, which must not be held
   * @throws BackendConnectionException if the backend can't be reached
   */
  void fetch(int max, Duration wait, Consumer<List<Delivery>> taker);

  /** As {@link #fetch(int, Duration, Consumer)}, and returns the tasks. */
  default List<Delivery> fetch(int max, Duration wait) {
    List<Delivery> taken = new ArrayList<>();
    fetch(max, wait, taken::addAll);
    return taken;
  }

  /** Makes a fetch that waits return soon. Called by any thread. */
  void wakeUp();

  /**
   * Ends an attempt. What arrives while a call is under way may share the next one. While the
   * backend is away it is tried again until {@link #close}. Called by any thread.
   *
   * @return what became of it; fails only if the backend refuses it for good, or after close
   */
  CompletionStage<SettleOutcome> settle(Settlement settlement);

  /**
   * Renews the leases on deliveries, over a connection that nothing else holds up. Called by any
   * thread.
   *
   * @param deliveries what this worker holds, any number
   * @return those that are not this worker's any more
   */
  CompletionStage<Set<Delivery>> renew(Collection<Delivery> deliveries);

  /**
   * Says that a suspect, a task that was there when a worker died, is about to start: if this
   * worker dies with it, that is held against it. To be called before its payload is decoded.
   *
   * @param alone whether nothing else runs in this worker until it is settled
   */
  CompletionStage<StartOutcome> markStart(Delivery delivery, boolean alone);

  /** Gives up what is not answered and frees the connections. */
  @Override
  void close();
}
