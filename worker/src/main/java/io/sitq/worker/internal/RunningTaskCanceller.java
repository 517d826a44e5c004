package io.sitq.worker.internal;

import io.sitq.spi.Cancellations;
import io.sitq.spi.Delivery;
import io.sitq.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cancels running tasks that nobody wants any more. It is told which ones; since that word may get
 * lost, it also asks now and then for those that run for a while. Nothing is asked about short
 * tasks, nor when nothing runs.
 */
final class RunningTaskCanceller implements BackgroundLoop.Pass {
  /** How often the backend is asked at most; more rarely if one question is not enough. */
  static final Duration INTERVAL = Duration.ofSeconds(2);

  /** For how long a task has to run before the backend is asked about it. */
  static final Duration RUNS_FOR = Duration.ofSeconds(1);

  /** About how many tasks the backend is asked at once. */
  static final int MAX_BATCH = 100;

  /** How long, and how many, requests are remembered for deliveries that are still on their way. */
  static final Duration MEMORY = Duration.ofSeconds(10);

  static final int MOST_REMEMBERED = 1000;

  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final Cancellations cancellations;
  private final InFlight inFlight;
  private final AttemptStopper stopper;
  private final FatalErrors fatalErrors;
  private final TimeSource time;

  /** Ids that somebody asks to cancel and that do not run here, and when that was. */
  private final Map<String, Long> unmatched = new ConcurrentHashMap<>();

  RunningTaskCanceller(
      Cancellations cancellations,
      InFlight inFlight,
      AttemptStopper stopper,
      FatalErrors fatalErrors,
      TimeSource time) {
    this.cancellations = cancellations;
    this.inFlight = inFlight;
    this.stopper = stopper;
    this.fatalErrors = fatalErrors;
    this.time = time;
  }

  /**
   * Somebody asks to cancel a task that runs on this worker, on another one, or was just delivered.
   */
  void told(String id) {
    if (unmatched.size() < MOST_REMEMBERED) {
      unmatched.put(id, time.nanos()); // before the look, so that no delivery slips through
    }
    inFlight.each(
        attempt -> {
          if (attempt.delivery().id().equals(id) && !attempt.isEnded()) {
            unmatched.remove(id);
            stopper.cancel(attempt);
          }
        });
  }

  /**
   * A delivery has arrived and is in flight. If its id was asked for, the backend says whether this
   * is the one that was meant: the task may have ended and been requeued meanwhile.
   */
  void taken(Attempt attempt) {
    if (unmatched.isEmpty() || unmatched.remove(attempt.delivery().id()) == null) {
      return;
    }
    List<Attempt> suspects = List.of(attempt);
    try {
      CompletionStage<?> unused =
          ask(suspects)
              .whenComplete(
                  (ids, error) -> {
                    if (error == null) {
                      fatalErrors.watched("Cancelling", () -> cancel(suspects, ids)).run();
                    } else {
                      fatalErrors.tell(error); // of others, the loop that asks again will speak
                    }
                  });
    } catch (RuntimeException e) {
      // the backend is away: the loop, which says so, will ask again
    }
  }

  @Override
  public Duration runOnce() throws InterruptedException {
    long now = time.nanos();
    unmatched.values().removeIf(since -> now - since >= MEMORY.toNanos());
    int most = 0;
    for (List<Attempt> attempts : longRunning().values()) {
      int questions = 0;
      for (int i = 0; i < attempts.size(); i += MAX_BATCH) {
        List<Attempt> batch = attempts.subList(i, Math.min(attempts.size(), i + MAX_BATCH));
        cancel(batch, Stages.join("ask for cancellations", ask(batch), ANSWER));
        questions++;
      }
      most = Math.max(most, questions);
    }
    Duration oneEachSecond = Duration.ofSeconds(most);
    return oneEachSecond.compareTo(INTERVAL) > 0 ? oneEachSecond : INTERVAL;
  }

  /** By queue. */
  private Map<String, List<Attempt>> longRunning() {
    Map<String, List<Attempt>> byQueue = new LinkedHashMap<>();
    inFlight.each(
        attempt -> {
          if (attempt.goesOnFor(RUNS_FOR)) {
            byQueue
                .computeIfAbsent(attempt.delivery().queue(), queue -> new ArrayList<>())
                .add(attempt);
          }
        });
    return byQueue;
  }

  private CompletionStage<Set<String>> ask(List<Attempt> attempts) {
    List<Delivery> deliveries = attempts.stream().map(Attempt::delivery).toList();
    return cancellations.requested(deliveries);
  }

  private void cancel(List<Attempt> asked, Set<String> ids) {
    for (Attempt attempt : asked) {
      if (ids.contains(attempt.delivery().id())) {
        stopper.cancel(attempt);
      }
    }
  }
}
