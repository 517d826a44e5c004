package io.sitq.redis.internal;

import io.sitq.redis.internal.GroupCommit.Item;
import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.Enqueuer;
import io.sitq.spi.Submission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Enqueues in batches, one line for each partition of a queue: tasks that are ready, and tasks that
 * are delayed.
 */
final class RedisEnqueuer implements Enqueuer {
  private final RedisContext context;
  private final QueueDirectory directory;
  private final QueueLayouts layouts;
  private final FormerTasks formerTasks;
  private final RedisReplication replication;
  private final Waiters waiters;
  private final Map<QueueKeys, GroupCommit<Submission, EnqueueOutcome>> ready =
      new ConcurrentHashMap<>();
  private final Map<QueueKeys, GroupCommit<Submission, EnqueueOutcome>> delayed =
      new ConcurrentHashMap<>();
  private final Map<String, UnroutedTasks> unrouted = new ConcurrentHashMap<>();

  /** {@code waiters} are those of the same client. */
  RedisEnqueuer(
      RedisContext context, QueueDirectory directory, QueueLayouts layouts, Waiters waiters) {
    this.context = context;
    this.directory = directory;
    this.layouts = layouts;
    this.formerTasks = new FormerTasks(context);
    this.replication = new RedisReplication(context);
    this.waiters = waiters;
  }

  @Override
  public CompletionStage<EnqueueOutcome> enqueue(Submission submission) {
    CompletionStage<EnqueueOutcome> sent = send(submission);
    return submission.replicas() == 0
        ? sent
        : sent.thenCompose(
            outcome ->
                layouts
                    .use(submission.queue())
                    .thenCompose(
                        layout ->
                            replication.await(layout.of(submission.id()), submission, outcome)));
  }

  private CompletionStage<EnqueueOutcome> send(Submission submission) {
    QueueLayout layout = layouts.usable(submission.queue());
    UnroutedTasks first = unrouted.get(submission.queue());
    if (layout != null && (first == null || first.isEmpty())) {
      return enqueue(layout, submission);
    }
    return unrouted
        .computeIfAbsent(
            submission.queue(),
            queue -> new UnroutedTasks(context, () -> layouts.use(queue), this::enqueue))
        .submit(layout, submission);
  }

  private CompletionStage<EnqueueOutcome> enqueue(QueueLayout layout, Submission submission) {
    QueueKeys keys = layout.of(submission.id());
    if (submission.delayMillis() > 0) {
      return delayed
          .computeIfAbsent(keys, k -> line(k, batch -> schedule(k, batch)))
          .submit(submission);
    }
    boolean expected = waiters.expect(submission.id());
    CompletableFuture<EnqueueOutcome> sent =
        ready.computeIfAbsent(keys, k -> line(k, batch -> enqueue(k, batch))).submit(submission);
    return expected ? sent.whenComplete((outcome, error) -> sent(submission, outcome)) : sent;
  }

  private void sent(Submission submission, @Nullable EnqueueOutcome outcome) {
    if (outcome != EnqueueOutcome.ACCEPTED) {
      waiters.unexpect(submission.id());
    }
  }

  void close() {
    replication.close();
    unrouted.values().forEach(UnroutedTasks::close);
    ready.values().forEach(GroupCommit::close);
    delayed.values().forEach(GroupCommit::close);
  }

  /** Sends one batch. */
  @FunctionalInterface
  private interface Call {
    CompletionStage<List<Object>> send(List<Item<Submission, EnqueueOutcome>> batch);
  }

  private GroupCommit<Submission, EnqueueOutcome> line(QueueKeys keys, Call call) {
    return context.line("enqueue", RedisEnqueuer::weight, batch -> send(keys, batch, call));
  }

  static int weight(Submission submission) {
    return submission.envelope().length;
  }

  /** One batch of a partition, wherever the queue has its tasks by now. */
  private CompletionStage<List<@Nullable EnqueueOutcome>> send(
      QueueKeys keys, List<Item<Submission, EnqueueOutcome>> batch, Call call) {
    QueueLayout layout = layouts.known(keys.queue);
    CompletionStage<List<@Nullable EnqueueOutcome>> sent =
        layout == null || layout.readable().isEmpty()
            ? inDirectory(keys.queue, batch, () -> call.send(batch))
            : sendNew(layout, keys, batch, call);
    return sent.exceptionallyCompose(
        refusal ->
            layouts
                .movedFrom(keys.queue, List.of(keys), refusal)
                .thenCompose(
                    now ->
                        now.partitions().contains(keys)
                            ? inDirectory(keys.queue, batch, () -> call.send(batch))
                            : QueueLayouts.all(batch, item -> again(now, item))));
  }

  /** Sends those whose ids are not known in an earlier layout of the queue. */
  private CompletionStage<List<@Nullable EnqueueOutcome>> sendNew(
      QueueLayout layout, QueueKeys keys, List<Item<Submission, EnqueueOutcome>> batch, Call call) {
    List<String> ids = batch.stream().map(item -> item.value.id()).toList();
    return formerTasks
        .known(layout, ids)
        .thenCompose(
            taken -> {
              List<Item<Submission, EnqueueOutcome>> others =
                  batch.stream().filter(item -> !taken.contains(item.value.id())).toList();
              return others.isEmpty()
                  ? CompletableFuture.completedStage(merged(batch, taken, List.of()))
                  : inDirectory(keys.queue, others, () -> call.send(others))
                      .thenApply(outcomes -> merged(batch, taken, outcomes));
            });
  }

  private static List<@Nullable EnqueueOutcome> merged(
      List<Item<Submission, EnqueueOutcome>> batch,
      Set<String> taken,
      List<@Nullable EnqueueOutcome> others) {
    List<@Nullable EnqueueOutcome> outcomes = new ArrayList<>(batch.size());
    Iterator<@Nullable EnqueueOutcome> rest = others.iterator();
    for (Item<Submission, EnqueueOutcome> item : batch) {
      outcomes.add(taken.contains(item.value.id()) ? duplicate(item) : rest.next());
    }
    return outcomes;
  }

  private CompletionStage<EnqueueOutcome> again(
      QueueLayout layout, Item<Submission, EnqueueOutcome> item) {
    return enqueue(layout, item.value)
        .thenApply(outcome -> outcome == EnqueueOutcome.DUPLICATE ? duplicate(item) : outcome);
  }

  /** If an earlier call's reply was lost, what it put there is this very task. */
  private static EnqueueOutcome duplicate(Item<Submission, EnqueueOutcome> item) {
    return item.repeated ? EnqueueOutcome.ACCEPTED : EnqueueOutcome.DUPLICATE;
  }

  /**
   * The queue is listed before it has its first task, so that no task stands in an unknown queue.
   */
  private CompletionStage<List<@Nullable EnqueueOutcome>> inDirectory(
      String queue,
      List<Item<Submission, EnqueueOutcome>> batch,
      Supplier<CompletionStage<List<Object>>> send) {
    CompletionStage<List<Object>> sent =
        directory.isListed(queue)
            ? send.get()
            : directory.list(queue).thenCompose(listed -> send.get());
    return sent.thenApply(replies -> outcomes(batch, replies));
  }

  private CompletionStage<List<Object>> enqueue(
      QueueKeys keys, List<Item<Submission, EnqueueOutcome>> batch) {
    byte[][] args = new byte[3 * batch.size()][];
    int a = 0;
    for (Item<Submission, EnqueueOutcome> item : batch) {
      args[a++] = Bytes.of(item.value.task());
      args[a++] = item.value.envelope();
      args[a++] = waiters.channelFor(item.value.id());
    }
    return context
        .scripts()
        .run(Script.ENQUEUE, taskKeys(keys, batch, keys.ready, keys.waiting), args);
  }

  private CompletionStage<List<Object>> schedule(
      QueueKeys keys, List<Item<Submission, EnqueueOutcome>> batch) {
    byte[][] args = new byte[1 + 4 * batch.size()][];
    args[0] = keys.wake;
    int a = 1;
    for (Item<Submission, EnqueueOutcome> item : batch) {
      args[a++] = Bytes.of(item.value.id());
      args[a++] = Bytes.of(item.value.task());
      args[a++] = item.value.envelope();
      args[a++] = Bytes.of(delayLeft(item.value));
    }
    return context.scripts().run(Script.SCHEDULE, taskKeys(keys, batch, keys.scheduled), args);
  }

  /** The time until it is sent, in an outage seconds, must not make a task late. */
  private static long delayLeft(Submission submission) {
    long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - submission.madeNanos());
    return Math.max(0, submission.delayMillis() - waited);
  }

  private static byte[][] taskKeys(
      QueueKeys keys, List<Item<Submission, EnqueueOutcome>> batch, byte[]... first) {
    byte[][] all = Arrays.copyOf(first, first.length + batch.size());
    for (int i = 0; i < batch.size(); i++) {
      all[first.length + i] = keys.task(batch.get(i).value.id());
    }
    return all;
  }

  private static List<@Nullable EnqueueOutcome> outcomes(
      List<Item<Submission, EnqueueOutcome>> batch, List<Object> replies) {
    List<@Nullable EnqueueOutcome> outcomes = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      String reply = replies.isEmpty() ? "OK" : String.valueOf(Bytes.text(replies.get(i)));
      outcomes.add(
          switch (reply) {
            case "OK" -> EnqueueOutcome.ACCEPTED;
            case "DUPLICATE" -> duplicate(batch.get(i));
            default -> null;
          });
    }
    return outcomes;
  }
}
