package io.sitq.spi;

/**
 * Where tasks live between producer and worker. Thread-safe; one serves a whole process. The roles
 * may be asked for any number of times.
 */
public interface Backend extends AutoCloseable {
  /** Where it is, for messages; never holds a password. */
  String address();

  /** Puts tasks into queues. */
  Enqueuer enqueuer();

  /** Tells what became of tasks. */
  ResultReader results();

  /** A new end of a queue for the worker {@code workerId}; the caller closes it. */
  QueueConsumer consumer(String queue, String workerId);

  /** Makes tasks ready when they are due. */
  DelayedTasks delayedTasks();

  /** Brings back what dead workers have left behind. */
  Recovery recovery();

  /** Ends tasks that are not wanted any more. */
  Cancellations cancellations();

  /** Keeps tasks that failed for good. */
  DeadLetterStore deadLetters();

  /** Who is alive. */
  WorkerRegistry registry();

  /** What operators look at. */
  Inspector inspector();

  /**
   * Frees connections and threads; stages that are not complete fail. Closing twice is harmless.
   */
  @Override
  void close();
}
