package io.sitq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.Submission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** In which order a batch is sent, how much of it at a time, and what it says when that fails. */
class BatchEnqueueTest {
  private static final int SIZE = 3 * BatchEnqueue.WINDOW;

  private final List<Submission> batch =
      IntStream.range(0, SIZE)
          .mapToObj(i -> new Submission("q", "q:" + i, "t", new byte[1], 0))
          .toList();
  private final List<Submission> sent = Collections.synchronizedList(new ArrayList<>());
  private final List<CompletableFuture<EnqueueOutcome>> answers = new ArrayList<>();

  private CompletableFuture<Void> sendAndAnswerLater() {
    return new BatchEnqueue(batch, this::answerLater).send().toCompletableFuture();
  }

  private CompletionStage<EnqueueOutcome> answerLater(Submission submission) {
    sent.add(submission);
    CompletableFuture<EnqueueOutcome> answer = new CompletableFuture<>();
    answers.add(answer);
    return answer;
  }

  private void accept(int index) {
    answers.get(index).complete(EnqueueOutcome.ACCEPTED);
  }

  /** Answers what is not answered yet, and what is sent meanwhile. */
  private void acceptTheRest() {
    for (int i = 0; i < answers.size(); i++) {
      accept(i);
    }
  }

  private static TaskQueueException failureOf(CompletableFuture<Void> whole) {
    return (TaskQueueException) whole.handle((done, error) -> error).join();
  }

  @Test
  void each_answer_lets_one_more_be_sent_in_order() {
    CompletableFuture<Void> whole = sendAndAnswerLater();
    assertThat(sent).hasSize(BatchEnqueue.WINDOW);

    accept(7);
    assertThat(sent).hasSize(BatchEnqueue.WINDOW + 1);

    acceptTheRest();
    assertThat(sent).isEqualTo(batch);
    assertThat(whole).isCompleted();
  }

  @Test
  void large_ones_are_few_at_a_time() {
    byte[] large = new byte[1 << 20];
    List<Submission> megabytes =
        IntStream.range(0, 40).mapToObj(i -> new Submission("q", "q:" + i, "t", large, 0)).toList();
    CompletableFuture<Void> whole =
        new BatchEnqueue(megabytes, this::answerLater).send().toCompletableFuture();
    assertThat(sent).hasSize((int) (BatchEnqueue.WINDOW_BYTES / large.length));
    acceptTheRest();
    assertThat(sent).isEqualTo(megabytes);
    assertThat(whole).isCompleted();
  }

  @Test
  void it_ends_with_the_last_answer() {
    CompletableFuture<Void> whole = sendAndAnswerLater();
    for (int i = 1; i < SIZE; i++) {
      accept(i);
    }
    assertThat(whole).isNotDone();
    accept(0);
    assertThat(whole).isCompleted();
  }

  @Test
  void answers_at_once_need_no_stack() {
    assertThat(
            new BatchEnqueue(
                    batch,
                    submission -> {
                      sent.add(submission);
                      return CompletableFuture.completedFuture(EnqueueOutcome.ACCEPTED);
                    })
                .send()
                .toCompletableFuture())
        .isCompleted();
    assertThat(sent).isEqualTo(batch);
  }

  @Test
  void answers_of_many_threads_keep_the_order_and_lose_nothing() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 50; round++) {
        sent.clear();
        new BatchEnqueue(
                batch,
                submission -> {
                  sent.add(submission);
                  return CompletableFuture.supplyAsync(() -> EnqueueOutcome.ACCEPTED, threads);
                })
            .send()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
        assertThat(sent).isEqualTo(batch);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void an_empty_batch_is_done() {
    assertThat(new BatchEnqueue(List.of(), this::answerLater).send().toCompletableFuture())
        .isCompleted();
  }

  @Test
  void one_that_is_refused_keeps_nobody_back() {
    CompletableFuture<Void> whole = sendAndAnswerLater();
    answers.get(5).completeExceptionally(new BackendException("enqueue", "this one", null));
    acceptTheRest();

    assertThat(sent).isEqualTo(batch);
    List<String> others = new ArrayList<>(ids(batch));
    others.remove(5);
    assertThat(failureOf(whole).acceptedIds()).isEqualTo(others);
    assertThat(failureOf(whole).batchIds()).isEqualTo(ids(batch));
    assertThat(failureOf(whole))
        .hasMessageContaining("2999 of 3000")
        .hasMessageContaining("this one");
  }

  @Test
  void without_a_backend_the_rest_is_not_sent() {
    CompletableFuture<Void> whole = sendAndAnswerLater();
    accept(0);
    BackendConnectionException away =
        new BackendConnectionException("enqueue", "redis://away", "away", null);
    answers.get(1).completeExceptionally(new CompletionException(away));
    assertThat(whole).as("the answers of what was sent still come").isNotDone();
    acceptTheRest();

    assertThat(sent).hasSize(BatchEnqueue.WINDOW + 1);
    List<String> accepted = new ArrayList<>(ids(sent));
    accepted.remove(1);
    assertThat(failureOf(whole)).hasCause(away);
    assertThat(failureOf(whole).acceptedIds()).isEqualTo(accepted);
  }

  @Test
  void too_few_replicas_keep_the_rest_back_and_the_task_is_there() {
    CompletableFuture<Void> whole = sendAndAnswerLater();
    answers
        .get(0)
        .completeExceptionally(new ReplicationShortfallException("q:0", 2, 1, "one of two", null));
    acceptTheRest();

    assertThat(sent).hasSize(BatchEnqueue.WINDOW);
    assertThat(failureOf(whole).acceptedIds()).isEqualTo(ids(sent));
  }

  @Test
  void what_is_thrown_in_place_of_an_answer_is_one() {
    BatchEnqueue refused =
        new BatchEnqueue(
            batch,
            submission -> {
              throw new ResourceExhaustedException("enqueue", "memory", "1", "full", null);
            });
    assertThatThrownBy(() -> refused.send().toCompletableFuture().join())
        .hasCauseInstanceOf(TaskQueueException.class)
        .hasRootCauseInstanceOf(ResourceExhaustedException.class)
        .hasMessageContaining("0 of 3000");
  }

  private static List<String> ids(List<Submission> submissions) {
    return submissions.stream().map(Submission::id).toList();
  }
}
