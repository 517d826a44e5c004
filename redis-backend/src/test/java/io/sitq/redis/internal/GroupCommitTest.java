package io.sitq.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.sitq.BackendConnectionException;
import io.sitq.BackendException;
import io.sitq.ResourceExhaustedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // most items are only there to be counted
class GroupCommitTest {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

  /** A call under way, which the test ends. */
  private record Call(List<String> items, CompletableFuture<List<String>> reply) {
    void answer() {
      reply.complete(items.stream().map(item -> item + "!").toList());
    }

    void fail(RuntimeException error) {
      reply.completeExceptionally(error);
    }
  }

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  @Test
  void one_item_alone_is_sent_at_once() {
    CompletableFuture<String> outcome = line(Duration.ofSeconds(5)).submit("a");

    Call call = calls.remove();
    assertThat(call.items()).containsExactly("a");
    call.answer();
    assertThat(outcome).isCompletedWithValue("a!");
  }

  @Test
  void what_arrives_during_a_call_goes_in_the_next_one() {
    GroupCommit<String, String> line = line(Duration.ofSeconds(5));
    line.submit("a");
    CompletableFuture<String> b = line.submit("b");
    CompletableFuture<String> c = line.submit("c");

    assertThat(calls).hasSize(1);
    calls.remove().answer();
    Call second = calls.remove();
    assertThat(second.items()).containsExactly("b", "c");
    second.answer();
    assertThat(b).isCompletedWithValue("b!");
    assertThat(c).isCompletedWithValue("c!");
  }

  @Test
  void a_full_batch_starts_a_further_call_beside_the_first() {
    GroupCommit<String, String> line = line(Duration.ofSeconds(5));
    IntStream.range(0, 101).forEach(i -> line.submit("i" + i));

    assertThat(calls).hasSize(2);
    assertThat(calls.remove().items()).hasSize(1);
    assertThat(calls.remove().items()).hasSize(100);
  }

  @Test
  void heavy_items_make_smaller_batches() {
    GroupCommit<String, String> line = line(Duration.ofSeconds(5));
    String heavy = "x".repeat(600_000);
    line.submit("first");
    line.submit(heavy);
    line.submit(heavy);
    calls.remove().answer();

    assertThat(calls.remove().items()).hasSize(1);
  }

  @Test
  void items_are_sent_again_in_order_when_redis_is_back() {
    GroupCommit<String, String> line = line(Duration.ofSeconds(30));
    CompletableFuture<String> a = line.submit("a");
    calls.remove().fail(new RedisConnectionException("gone"));
    CompletableFuture<String> b = line.submit("b");

    await().until(() -> !calls.isEmpty());
    Call again = calls.remove();
    assertThat(again.items()).containsExactly("a", "b");
    again.answer();
    assertThat(a).isCompletedWithValue("a!");
    assertThat(b).isCompletedWithValue("b!");
  }

  @Test
  void an_item_is_given_up_when_its_time_is_over() {
    CompletableFuture<String> outcome = line(Duration.ZERO).submit("a");

    calls.remove().fail(new RedisConnectionException("gone"));

    assertThatThrownBy(outcome::join)
        .hasCauseInstanceOf(BackendConnectionException.class)
        .hasMessageContaining("redis://host:1")
        .hasMessageContaining("gone");
  }

  @Test
  void an_error_that_does_not_pass_is_not_repeated() {
    CompletableFuture<String> outcome = line(Duration.ofSeconds(30)).submit("a");

    calls.remove().fail(new RedisCommandExecutionException("ERR wrong number of arguments"));

    assertThatThrownBy(outcome::join)
        .hasCauseInstanceOf(BackendException.class)
        .hasMessageContaining("wrong number of arguments");
    assertThat(calls).isEmpty();
  }

  @Test
  void an_item_without_outcome_is_refused_and_its_neighbours_are_not() {
    GroupCommit<String, String> line = line(Duration.ofSeconds(5));
    CompletableFuture<String> first = line.submit("first");
    CompletableFuture<String> bad = line.submit("bad");
    CompletableFuture<String> good = line.submit("good");
    calls.remove().answer();
    List<String> outcomes = new ArrayList<>();
    outcomes.add(null);
    outcomes.add("good!");
    calls.remove().reply().complete(outcomes);

    assertThat(first).isCompletedWithValue("first!");
    assertThat(good).isCompletedWithValue("good!");
    assertThatThrownBy(bad::join).hasCauseInstanceOf(BackendException.class);
  }

  @Test
  void a_batch_that_is_refused_is_sent_again_item_by_item() {
    GroupCommit<String, String> line = line(Duration.ofSeconds(5));
    line.submit("first");
    CompletableFuture<String> good = line.submit("good");
    CompletableFuture<String> bad = line.submit("bad");
    calls.remove().answer();
    calls.remove().fail(new RedisCommandExecutionException("ERR in the script"));

    Call one = calls.remove();
    assertThat(one.items()).containsExactly("good");
    one.answer();
    Call other = calls.remove();
    assertThat(other.items()).containsExactly("bad");
    other.fail(new RedisCommandExecutionException("ERR in the script"));

    assertThat(good).isCompletedWithValue("good!");
    assertThatThrownBy(bad::join).hasMessageContaining("in the script");
    assertThat(calls).isEmpty();
  }

  @Test
  void a_batch_that_is_refused_for_want_of_memory_is_not_sent_again() {
    GroupCommit<String, String> line = line(Duration.ofSeconds(5));
    line.submit("first");
    line.submit("a");
    CompletableFuture<String> b = line.submit("b");
    calls.remove().answer();
    calls.remove().fail(new RedisCommandExecutionException("OOM command not allowed"));

    assertThatThrownBy(b::join).hasCauseInstanceOf(ResourceExhaustedException.class);
    assertThat(calls).isEmpty();
  }

  @Test
  void closing_fails_what_is_in_line_and_what_comes() {
    GroupCommit<String, String> line = line(Duration.ofSeconds(30));
    line.submit("under way");
    CompletableFuture<String> inLine = line.submit("in line");

    line.close();

    assertThatThrownBy(inLine::join).hasMessageContaining("closed");
    assertThatThrownBy(line.submit("late")::join).hasMessageContaining("closed");
  }

  @RepeatedTest(20)
  void every_item_of_many_threads_is_sent_once() {
    List<String> sent = Collections.synchronizedList(new ArrayList<>());
    GroupCommit<String, String> line =
        new GroupCommit<>(
            "test",
            String::length,
            Duration.ofSeconds(30).toNanos(),
            new RedisErrors("redis://host:1"),
            timer,
            batch ->
                CompletableFuture.supplyAsync(
                    () -> {
                      List<String> items = batch.stream().map(item -> item.value).toList();
                      sent.addAll(items);
                      return items;
                    }));
    List<CompletableFuture<String>> outcomes =
        IntStream.range(0, 8)
            .parallel()
            .boxed()
            .flatMap(t -> IntStream.range(0, 500).mapToObj(i -> line.submit(t + "-" + i)))
            .toList();

    CompletableFuture.allOf(outcomes.toArray(CompletableFuture<?>[]::new)).join();

    assertThat(sent).hasSize(4000).doesNotHaveDuplicates();
  }

  private GroupCommit<String, String> line(Duration patience) {
    return new GroupCommit<>(
        "test",
        String::length,
        patience.toNanos(),
        new RedisErrors("redis://host:1"),
        timer,
        this::call);
  }

  private CompletionStage<List<String>> call(List<GroupCommit.Item<String, String>> batch) {
    Call call =
        new Call(batch.stream().map(item -> item.value).toList(), new CompletableFuture<>());
    calls.add(call);
    return call.reply();
  }
}
