package io.sitq.redis.internal;

import io.sitq.redis.internal.GroupCommit.Item;
import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.Enqueuer;
import io.sitq.spi.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Enqueues in batches, one line for each queue: tasks that are ready, and tasks that are delayed.
 */
final class RedisEnqueuer implements Enqueuer {
  private final RedisContext context;
  private final QueueDirectory directory;
  private final Map<String, GroupCommit<Submission, EnqueueOutcome>> ready =
      new ConcurrentHashMap<>();
  private final Map<String, GroupCommit<Submission, EnqueueOutcome>> delayed =
      new ConcurrentHashMap<>();

  RedisEnqueuer(RedisContext context, QueueDirectory directory) {
    this.context = context;
    this.directory = directory;
  }

  @Override
  public CompletionStage<EnqueueOutcome> enqueue(Submission submission) {
    return submission.delayMillis() > 0
        ? delayed.computeIfAbsent(submission.queue(), this::delayedLine).submit(submission)
        : ready.computeIfAbsent(submission.queue(), this::readyLine).submit(submission);
  }

  void close() {
    ready.values().forEach(GroupCommit::close);
    delayed.values().forEach(GroupCommit::close);
  }

  private GroupCommit<Submission, EnqueueOutcome> readyLine(String queue) {
    QueueKeys keys = context.keys().queue(queue);
    return context.line(
        "enqueue",
        RedisEnqueuer::weight,
        batch -> inDirectory(queue, batch, () -> enqueue(keys, batch)));
  }

  private GroupCommit<Submission, EnqueueOutcome> delayedLine(String queue) {
    QueueKeys keys = context.keys().queue(queue);
    return context.line(
        "enqueue",
        RedisEnqueuer::weight,
        batch -> inDirectory(queue, batch, () -> schedule(keys, batch)));
  }

  private static int weight(Submission submission) {
    return submission.envelope().length;
  }

  /**
   * The queue is listed before it has its first task, so that no task stands in an unknown queue.
   */
  private CompletionStage<List<@Nullable EnqueueOutcome>> inDirectory(
      String queue,
      List<Item<Submission, EnqueueOutcome>> batch,
      java.util.function.Supplier<CompletionStage<List<Object>>> send) {
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
      args[a++] = Bytes.of(item.value.id());
      args[a++] = Bytes.of(item.value.task());
      args[a++] = item.value.envelope();
    }
    return context.scripts().run(Script.ENQUEUE, taskKeys(keys, keys.ready, batch), args);
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
      args[a++] = Bytes.of(item.value.delayMillis());
    }
    return context.scripts().run(Script.SCHEDULE, taskKeys(keys, keys.scheduled, batch), args);
  }

  private static byte[][] taskKeys(
      QueueKeys keys, byte[] first, List<Item<Submission, EnqueueOutcome>> batch) {
    byte[][] all = new byte[1 + batch.size()][];
    all[0] = first;
    for (int i = 0; i < batch.size(); i++) {
      all[i + 1] = keys.task(batch.get(i).value.id());
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
            // the first call's reply was lost: what it put there is this very task
            case "DUPLICATE" ->
                batch.get(i).repeated ? EnqueueOutcome.ACCEPTED : EnqueueOutcome.DUPLICATE;
            default -> null;
          });
    }
    return outcomes;
  }
}
