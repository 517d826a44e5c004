package io.sitq.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sitq.CancelOutcome;
import io.sitq.TaskFailure;
import io.sitq.spi.AttemptFacts;
import io.sitq.spi.Backend;
import io.sitq.spi.Delivery;
import io.sitq.spi.EncodedValue;
import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.Names;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.QueueStats;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.StoredTask;
import io.sitq.spi.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A backend under test, and the steps that the tests of its roles are made of. */
abstract class ContractSteps {
  /** The queue of these tests. */
  protected static final String QUEUE = "contract";

  static final Duration SOON = Duration.ofSeconds(10);
  static final Duration TTL = Duration.ofMinutes(5);

  Backend backend;
  QueueConsumer consumer;

  /** A connection to a backend that holds nothing. */
  protected abstract Backend connect();

  /** Whether tasks of one queue are delivered in the order of enqueueing; they should be. */
  protected boolean keepsOrder() {
    return true;
  }

  /** Connects. */
  @BeforeEach
  void open() {
    backend = connect();
    consumer = backend.consumer(QUEUE, "worker-1");
  }

  /** Disconnects. */
  @AfterEach
  void close() {
    consumer.close();
    backend.close();
  }

  /** The backend under test. */
  protected final Backend backend() {
    return backend;
  }

  final EnqueueOutcome enqueue(String localId, long delayMillis) {
    return get(backend.enqueuer().enqueue(submission(localId, delayMillis)));
  }

  static Submission submission(String localId, long delayMillis) {
    return new Submission(
        QUEUE,
        id(localId),
        "task-of-" + localId,
        ("envelope-of-" + localId).getBytes(UTF_8),
        delayMillis);
  }

  static String id(String localId) {
    return Names.id(QUEUE, localId);
  }

  final List<Delivery> fetch(int max) {
    List<Delivery> deliveries = consumer.fetch(max, Duration.ofSeconds(5));
    assertThat(deliveries).as("deliveries within 5 s").isNotEmpty();
    return deliveries;
  }

  final Delivery fetchOne() {
    return fetch(1).get(0);
  }

  final void promoteAll() {
    await().until(() -> get(backend.delayedTasks().promoteDue(QUEUE)).promoted() > 0);
  }

  final SettleOutcome settle(Settlement settlement) {
    return get(consumer.settle(settlement));
  }

  static Settlement success(Delivery delivery, String value) {
    return new Settlement.Success(
        delivery, facts(delivery), new EncodedValue("kryo", value.getBytes(UTF_8)), TTL);
  }

  static AttemptFacts facts(Delivery delivery) {
    return new AttemptFacts(
        delivery.task(), delivery.attempt(), delivery.crashes(), "worker-1", 1_000, 2_000, 2_500);
  }

  static TaskFailure failure() {
    return new TaskFailure(
        "no such file",
        "java.nio.file.NoSuchFileException",
        List.of("java.nio.file.FileSystemException", "java.io.IOException", "java.lang.Exception"),
        "java.nio.file.NoSuchFileException: no such file\n\tat somewhere");
  }

  final Optional<StoredTask> read(String localId) {
    return get(backend.results().read(id(localId)));
  }

  final CompletableFuture<Optional<StoredTask>> end(String localId, Duration timeout) {
    return backend.results().awaitEnd(id(localId), timeout).toCompletableFuture();
  }

  final Delivery fetched(String localId) {
    enqueue(localId, 0);
    return fetchOne();
  }

  final void fail(String localId) {
    Delivery delivery = fetched(localId);
    settle(new Settlement.Failure(delivery, facts(delivery), failure(), List.of(), TTL));
  }

  static Settlement retry(Delivery delivery, Duration delay) {
    return new Settlement.Retry(delivery, facts(delivery), failure(), List.of(), delay);
  }

  final CancelOutcome cancel(String localId) {
    return get(backend.cancellations().cancel(id(localId)));
  }

  final QueueStats stats() {
    return get(backend.inspector().stats(QUEUE));
  }

  final <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
