package io.sitq.recovery;

import io.sitq.AsyncTaskQueue;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.TaskValidationException;
import io.sitq.spi.Names;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What became of a set of tasks, as they were when each was read. For the rates of all tasks of all
 * producers, ask the workers' metrics: {@code sitq.tasks.completed}.
 *
 * <pre>{@code
 * FailureRates rates = FailureRates.of(queue, ids);
 * rates.successRate().ifPresent(rate -> System.out.printf("Success rate: %.1f%%%n", rate * 100));
 * }</pre>
 *
 * @param all all of them
 * @param byTask those that are known, by task name; under {@code unknown} where the name is not
 */
public record FailureRates(OutcomeCounts all, Map<String, OutcomeCounts> byTask) {
  /**
   * How many are asked for at once; the backend sends them together. Each comes with its value, of
   * 1 MiB at most, or with its error and traceback.
   */
  private static final int BATCH = 32;

  private static final String UNKNOWN = "unknown";

  /** Copies the map. */
  public FailureRates {
    byTask = Map.copyOf(byTask);
  }

  /**
   * Reads the tasks, 32 at a time so that few large results are held at once, and counts. An id
   * that is given twice counts once.
   *
   * @throws TaskValidationException if an id is none; nothing was read
   * @throws io.sitq.BackendException if the backend fails
   * @throws io.sitq.TaskQueueException if the thread is interrupted; its flag is set again
   */
  public static FailureRates of(TaskQueue queue, Collection<String> ids) {
    return Blocking.await("FailureRates.of", ofAsync(queue, ids));
  }

  /** As {@link #of}, without a thread that waits; what is wrong with the ids is thrown at once. */
  public static CompletionStage<FailureRates> ofAsync(TaskQueue queue, Collection<String> ids) {
    AsyncTaskQueue reader = Require.argument("queue", queue).async();
    LinkedHashSet<String> distinct = new LinkedHashSet<>(Require.argument("ids", ids));
    distinct.forEach(id -> Names.queueOf(Require.argument("id", id)));
    List<String> all = List.copyOf(distinct);
    Tally tally = new Tally();
    CompletionStage<Tally> read = CompletableFuture.completedFuture(tally);
    for (int from = 0; from < all.size(); from += BATCH) {
      List<String> batch = all.subList(from, Math.min(from + BATCH, all.size()));
      read = read.thenCompose(soFar -> soFar.add(reader, batch));
    }
    return read.thenApply(Tally::rates);
  }

  /** The share of successes among those that ended, from 0 to 1; empty if none has. */
  public OptionalDouble successRate() {
    return all.successRate();
  }

  /** The share of failures among those that ended, from 0 to 1; empty if none has. */
  public OptionalDouble failureRate() {
    return all.failureRate();
  }

  /** Used by one batch at a time, each after the one before. */
  private static final class Tally {
    private final Map<String, OutcomeCounts> byTask = new TreeMap<>();
    private OutcomeCounts all = OutcomeCounts.NONE;

    CompletionStage<Tally> add(AsyncTaskQueue queue, List<String> ids) {
      List<CompletableFuture<Optional<TaskResult<Object>>>> reads =
          ids.stream().map(id -> queue.getResult(id).toCompletableFuture()).toList();
      return CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
          .thenApply(
              done -> {
                reads.forEach(read -> count(read.join()));
                return this;
              });
    }

    private void count(Optional<TaskResult<Object>> found) {
      OutcomeCounts one =
          found.map(r -> OutcomeCounts.one(r.status())).orElse(OutcomeCounts.ONE_NOT_FOUND);
      all = all.plus(one);
      found.ifPresent(
          r ->
              byTask.merge(
                  r.taskName() == null ? UNKNOWN : r.taskName(), one, OutcomeCounts::plus));
    }

    FailureRates rates() {
      return new FailureRates(all, byTask);
    }
  }
}
