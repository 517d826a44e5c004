package io.sitq;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one task is to be enqueued and executed. Immutable: each method returns a copy with one thing
 * changed, and what is not set follows the queue's and the handler's defaults.
 *
 * <pre>{@code
 * queue.enqueue(task, TaskOptions.defaults().queue("mail").delay(Duration.ofMinutes(5)));
 * }</pre>
 */
public final class TaskOptions {
  private static final TaskOptions DEFAULTS = new TaskOptions(new Values());

  /** So long a client's other replicated enqueues may be held up by one. */
  private static final Duration LONGEST_REPLICAS_TIMEOUT = Duration.ofSeconds(5);

  private final Values values;

  private TaskOptions(Values values) {
    this.values = values;
  }

  /**
   * The queue {@code default}, at once, a generated id, and everything else as the handler has it.
   */
  public static TaskOptions defaults() {
    return DEFAULTS;
  }

  /**
   * An id of one's own, such as an order's number: enqueueing the same id twice is one task. The
   * queue's name is put before it: {@code order-17} becomes {@code default:order-17}.
   *
   * @throws TaskValidationException unless it is 1 to 128 of {@code [A-Za-z0-9._-]}, with or
   *     without the queue's name and a colon before it
   */
  public TaskOptions id(String id) {
    return with(v -> v.id = Checks.taskId(id));
  }

  /**
   * The queue. Default: {@code default}.
   *
   * @throws TaskValidationException unless it is 1 to 128 of {@code [A-Za-z0-9._-]}
   */
  public TaskOptions queue(String queue) {
    return with(v -> v.queue = Checks.queueName(queue));
  }

  /**
   * How long the task is held back, from the call on. Default: not at all.
   *
   * @throws TaskValidationException if it is negative
   */
  public TaskOptions delay(Duration delay) {
    Checks.notNegative("delay", delay);
    return with(
        v -> {
          v.delay = delay;
          v.dueAt = null;
        });
  }

  /** When the task is due, by this machine's clock. A time in the past means at once. */
  public TaskOptions at(Instant dueAt) {
    Checks.notNull("at", dueAt);
    return with(
        v -> {
          v.dueAt = dueAt;
          v.delay = null;
        });
  }

  /**
   * How many executions at most, the first included. Default: the handler's, which is 1.
   *
   * @throws TaskValidationException if it is less than 1
   */
  public TaskOptions maxAttempts(int maxAttempts) {
    Checks.atLeastOne("maxAttempts", maxAttempts);
    return with(v -> v.maxAttempts = maxAttempts);
  }

  /** How long to wait between attempts. Default: the handler's. */
  public TaskOptions backoff(Backoff backoff) {
    Checks.notNull("backoff", backoff);
    return with(v -> v.backoff = backoff);
  }

  /**
   * How long one attempt may run before it is interrupted. Default: the handler's, which is no
   * limit.
   *
   * @throws TaskValidationException unless it is at least a millisecond
   */
  public TaskOptions timeout(Duration timeout) {
    Checks.atLeastOneMilli("timeout", timeout);
    return with(v -> v.timeout = timeout);
  }

  /**
   * How long the result is kept. Default: 24 hours of a success, 7 days of a failure. A failure is
   * kept longer while it is a dead letter, and for 7 days at most once it was pushed out of these.
   *
   * @throws TaskValidationException unless it is at least a millisecond
   */
  public TaskOptions resultTtl(Duration resultTtl) {
    Checks.atLeastOneMilli("resultTtl", resultTtl);
    return with(
        v -> {
          v.resultTtl = resultTtl;
          v.keepResult = true;
        });
  }

  /**
   * Keeps no value of a success, just for ten minutes the fact that it succeeded. A failure is kept
   * as ever.
   */
  public TaskOptions noResult() {
    return with(
        v -> {
          v.keepResult = false;
          v.resultTtl = null;
        });
  }

  /**
   * Text that travels with the task and that its handler can read, such as a trace id.
   *
   * @throws TaskValidationException if there are more than 32, a name is longer than 128 characters
   *     or a value longer than 4,096
   */
  public TaskOptions header(String name, String value) {
    return with(
        v -> {
          Map<String, String> headers = new LinkedHashMap<>(v.headers);
          headers.put(name, value);
          v.headers = Checks.headers(headers);
        });
  }

  /**
   * Counts the task as enqueued only when so many replicas of Redis have it: what one has survives
   * a failover to it. It costs a round trip more, which tasks that are enqueued at the same time
   * share. Without it an enqueue is acknowledged by the master alone.
   *
   * <p>If fewer replicas confirm in time, {@code enqueue} throws {@link
   * ReplicationShortfallException}: the task is in its queue and will run all the same.
   *
   * @param timeout how long they are waited for; at most 5 s
   * @throws TaskValidationException if {@code count} is less than 1, or {@code timeout} not from 1
   *     ms to 5 s
   */
  public TaskOptions replicas(int count, Duration timeout) {
    Checks.atLeastOne("replicas", count);
    Checks.atLeastOneMilli("replicas timeout", timeout);
    if (timeout.compareTo(LONGEST_REPLICAS_TIMEOUT) > 0) {
      throw Checks.refused("replicas timeout", "must be at most 5 s", timeout);
    }
    return with(
        v -> {
          v.replicas = count;
          v.replicasTimeout = timeout;
        });
  }

  /** The id if one was set, as it was set. */
  public Optional<String> id() {
    return Optional.ofNullable(values.id);
  }

  /** The queue if one was set. */
  public Optional<String> queue() {
    return Optional.ofNullable(values.queue);
  }

  /** The delay if one was set. */
  public Optional<Duration> delay() {
    return Optional.ofNullable(values.delay);
  }

  /** The due time if one was set. */
  public Optional<Instant> dueAt() {
    return Optional.ofNullable(values.dueAt);
  }

  /** The number of attempts if one was set. */
  public Optional<Integer> maxAttempts() {
    return values.maxAttempts == 0 ? Optional.empty() : Optional.of(values.maxAttempts);
  }

  /** The backoff if one was set. */
  public Optional<Backoff> backoff() {
    return Optional.ofNullable(values.backoff);
  }

  /** The timeout if one was set. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(values.timeout);
  }

  /** How long the result is kept, if that was set. */
  public Optional<Duration> resultTtl() {
    return Optional.ofNullable(values.resultTtl);
  }

  /** Whether the value of a success is kept. Default: true. */
  public boolean keepsResult() {
    return values.keepResult;
  }

  /** How many replicas have to have the task, if that was set. */
  public Optional<Integer> replicas() {
    return values.replicas == 0 ? Optional.empty() : Optional.of(values.replicas);
  }

  /** How long replicas are waited for, if that was set. */
  public Optional<Duration> replicasTimeout() {
    return Optional.ofNullable(values.replicasTimeout);
  }

  /** The headers, in the order in which they were set. */
  public Map<String, String> headers() {
    return values.headers;
  }

  private TaskOptions with(java.util.function.Consumer<Values> change) {
    Values copy = new Values(values);
    change.accept(copy);
    return new TaskOptions(copy);
  }

  /** Written only while a copy is made; never seen by two threads before that. */
  private static final class Values {
    private @Nullable String id;
    private @Nullable String queue;
    private @Nullable Duration delay;
    private @Nullable Instant dueAt;
    private int maxAttempts;
    private @Nullable Backoff backoff;
    private @Nullable Duration timeout;
    private @Nullable Duration resultTtl;
    private boolean keepResult = true;
    private int replicas;
    private @Nullable Duration replicasTimeout;
    private Map<String, String> headers = Map.of();

    Values() {}

    Values(Values other) {
      id = other.id;
      queue = other.queue;
      delay = other.delay;
      dueAt = other.dueAt;
      maxAttempts = other.maxAttempts;
      backoff = other.backoff;
      timeout = other.timeout;
      resultTtl = other.resultTtl;
      keepResult = other.keepResult;
      replicas = other.replicas;
      replicasTimeout = other.replicasTimeout;
      headers = other.headers;
    }
  }
}
