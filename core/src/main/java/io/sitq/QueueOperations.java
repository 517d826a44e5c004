package io.sitq;

import io.sitq.json.JsonText;
import io.sitq.seal.Sealing;
import io.sitq.spi.Backend;
import io.sitq.spi.EncodedValue;
import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.Names;
import io.sitq.spi.StoredTask;
import io.sitq.spi.Submission;
import io.sitq.spi.TaskType;
import io.sitq.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a queue does, for its blocking and its asynchronous face. What is wrong with the arguments
 * is thrown at once; the stages complete on the backend's threads, which nobody outside may hold.
 */
final class QueueOperations {
  private final Backend backend;
  private final Codecs codecs;
  private final Sealing sealing;
  private final Listeners listeners;
  private final EnvelopeMaker envelopes;
  private final Map<Class<?>, TaskType<?>> types = new ConcurrentHashMap<>();
  private final ResultType<Object> untyped;

  QueueOperations(
      Backend backend, Codecs codecs, Sealing sealing, Listeners listeners, TimeSource time) {
    this.backend = backend;
    this.codecs = codecs;
    this.sealing = sealing;
    this.listeners = listeners;
    this.envelopes = new EnvelopeMaker(codecs, sealing, time);
    this.untyped = ResultType.of(codecs, Object.class, "the result");
  }

  <R> CompletionStage<TaskHandle<R>> enqueue(Task<R> task, TaskOptions options) {
    TaskType<?> type = typeOf(task);
    Submission submission = envelopes.make(type, task, options);
    return send(submission).thenApply(done -> handle(submission, resultType(type)));
  }

  CompletionStage<TaskHandle<JsonText>> enqueue(
      String taskName, JsonText arguments, TaskOptions options) {
    Submission submission = envelopes.make(taskName, arguments, options);
    ResultType<JsonText> type = ResultType.of(codecs, JsonText.class, taskName);
    return send(submission).thenApply(done -> handle(submission, type));
  }

  <R> CompletionStage<List<TaskHandle<R>>> enqueueAll(
      Collection<? extends Task<? extends R>> tasks, TaskOptions options) {
    Checks.notNull("tasks", tasks);
    Checks.notNull("options", options);
    if (tasks.size() > 1 && options.id().isPresent()) {
      throw new TaskValidationException(
          "id",
          "one task",
          "options set the id "
              + options.id().get()
              + " for "
              + tasks.size()
              + " tasks, which would be one task: enqueue them one by one, each with its id");
    }
    List<Submission> submissions = new ArrayList<>(tasks.size());
    List<TaskHandle<R>> handles = new ArrayList<>(tasks.size());
    for (Task<? extends R> task : tasks) {
      TaskType<?> type = typeOf(task);
      Submission submission = envelopes.make(type, task, options);
      submissions.add(submission);
      handles.add(handle(submission, resultType(type)));
    }
    return new BatchEnqueue(submissions, this::send).send().thenApply(done -> handles);
  }

  CompletionStage<Optional<TaskResult<Object>>> read(String id, Duration timeout) {
    return read(id, timeout, untyped);
  }

  <R> CompletionStage<Optional<TaskResult<R>>> read(
      String id, Class<? extends Task<R>> type, Duration timeout) {
    return read(id, timeout, resultType(typeOf(Checks.notNull("type", type))));
  }

  CompletionStage<CancelOutcome> cancel(String id) {
    Names.queueOf(Checks.notNull("id", id));
    return backend.cancellations().cancel(id);
  }

  AsyncDeadLetters deadLetters() {
    return new AsyncDeadLetters(backend, sealing);
  }

  <R> CompletionStage<Optional<TaskResult<R>>> read(
      String id, Duration timeout, ResultType<R> type) {
    Names.queueOf(Checks.notNull("id", id));
    Checks.notNegative("timeout", timeout);
    return (timeout.isZero() ? backend.results().read(id) : backend.results().awaitEnd(id, timeout))
        .thenApply(found -> found.map(stored -> result(stored, type)));
  }

  /** Errors are opened now, since they can't fail; the value when somebody asks for it. */
  private <R> TaskResult<R> result(StoredTask stored, ResultType<R> type) {
    return new TaskResult<>(
        sealing.openErrors(stored),
        value -> {
          EncodedValue opened = sealing.openValue(stored, value);
          return opened == null ? null : type.decode(opened);
        });
  }

  private CompletionStage<EnqueueOutcome> send(Submission submission) {
    CompletionStage<EnqueueOutcome> sent = backend.enqueuer().enqueue(submission);
    return listeners.isEmpty()
        ? sent
        : sent.whenComplete(
            (outcome, error) -> {
              if (outcome == EnqueueOutcome.ACCEPTED || BatchEnqueue.isAccepted(error)) {
                listeners.tell(TaskListener::enqueued, enqueued(submission));
              }
            });
  }

  private static TaskEvent enqueued(Submission submission) {
    return new TaskEvent(
        submission.id(),
        submission.task(),
        true,
        submission.queue(),
        1,
        null,
        Duration.ZERO,
        Duration.ZERO,
        null,
        null);
  }

  private <R> TaskHandle<R> handle(Submission submission, ResultType<R> type) {
    return new TaskHandle<>(submission.id(), submission.task(), this, type);
  }

  private <R> ResultType<R> resultType(TaskType<?> type) {
    return ResultType.of(codecs, type.resultType(), type.name());
  }

  private TaskType<?> typeOf(Task<?> task) {
    return typeOf(Checks.notNull("task", task).getClass());
  }

  @SuppressWarnings("unchecked") // every class that comes here is a Task's
  private TaskType<?> typeOf(Class<?> taskClass) {
    return types.computeIfAbsent(taskClass, c -> TaskType.of((Class<? extends Task<?>>) c));
  }
}
