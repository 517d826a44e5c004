package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.BackendConnectionException;
import io.sitq.spi.ResultReader;
import io.sitq.spi.StoredTask;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class EndWaitTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final StoredTask pending = Tasks.pending();
  private final StoredTask failed = Tasks.failed("x", "x");

  @Test
  void waitsPieceByPieceUntilTheEnd() {
    Answers answers = new Answers(List.of(found(pending), found(pending), found(failed)));

    assertThat(new EndWait(answers, LONG).end("default:1")).contains(failed);
    assertThat(answers.left).isEmpty();
  }

  @Test
  void anUnknownTaskIsNotWaitedFor() {
    Answers answers = new Answers(List.of(CompletableFuture.completedStage(Optional.empty())));

    assertThat(new EndWait(answers, LONG).end("default:1")).isEmpty();
  }

  @Test
  void withoutTimeItLooksOnce() {
    Answers answers = new Answers(List.of(found(pending)));

    assertThat(new EndWait(answers, Duration.ZERO).end("default:1")).contains(pending);
    assertThat(answers.longest).isEqualTo(Duration.ZERO);
  }

  @Test
  void aRedisThatGoesAwayEndsTheWait() {
    BackendConnectionException away =
        new BackendConnectionException("getResult", "redis://h:1", "away", null);
    Answers answers = new Answers(List.of(found(pending), CompletableFuture.failedStage(away)));

    assertThatThrownBy(() -> new EndWait(answers, LONG).end("default:1")).isSameAs(away);
    assertThat(answers.longest).isLessThan(Duration.ofMinutes(1));
  }

  private static CompletionStage<Optional<StoredTask>> found(StoredTask task) {
    return CompletableFuture.completedStage(Optional.of(task));
  }

  /** Gives the answers in turn, at once. */
  private static final class Answers implements ResultReader {
    private final Deque<CompletionStage<Optional<StoredTask>>> left;
    private Duration longest = Duration.ZERO;

    Answers(List<CompletionStage<Optional<StoredTask>>> answers) {
      left = new ArrayDeque<>(answers);
    }

    @Override
    public CompletionStage<Optional<StoredTask>> read(String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Optional<StoredTask>> awaitEnd(String id, Duration timeout) {
      longest = longest.compareTo(timeout) < 0 ? timeout : longest;
      return left.removeFirst();
    }
  }
}
