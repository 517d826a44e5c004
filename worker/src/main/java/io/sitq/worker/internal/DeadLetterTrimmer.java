package io.sitq.worker.internal;

import io.sitq.Backoff;
import io.sitq.spi.DeadLetterStore;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the dead letters of a worker's queues within the backend's limits of number and age. Every
 * worker does it, each at times of its own.
 */
final class DeadLetterTrimmer implements BackgroundLoop.Pass {
  /** How often it looks: every 30 s, less up to a half. */
  static final Backoff INTERVAL = Backoff.fixed(Duration.ofSeconds(30)).jitter(0.5);

  /** As many at once are not all there are. */
  static final int FULL_BATCH = 100;

  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final DeadLetterStore deadLetters;
  private final List<String> queues;

  DeadLetterTrimmer(DeadLetterStore deadLetters, List<String> queues) {
    this.deadLetters = deadLetters;
    this.queues = queues;
  }

  /** How long to wait between passes, and before the first. */
  static Duration pause() {
    return INTERVAL.delayAfter(1);
  }

  /** One batch of each queue, whatever the others' trouble is; fails with the first trouble. */
  @Override
  public Duration runOnce() throws InterruptedException {
    boolean more = false;
    @Nullable RuntimeException trouble = null;
    for (String queue : queues) {
      try {
        int trimmed = Stages.join("trim dead letters", deadLetters.trim(queue), ANSWER);
        more |= trimmed >= FULL_BATCH;
      } catch (RuntimeException e) {
        trouble = trouble == null ? e : trouble;
      }
    }
    if (trouble != null) {
      throw trouble;
    }
    return more ? Duration.ZERO : pause();
  }
}
