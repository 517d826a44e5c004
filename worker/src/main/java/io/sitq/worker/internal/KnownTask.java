package io.sitq.worker.internal;

import io.sitq.spi.ExecutionOptions;
import io.sitq.spi.TaskType;
import io.sitq.spi.ValueCodec;
import io.sitq.worker.HandlerOptions;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;

/**
 * A type of task that the worker can execute.
 *
 * @param type the record, its names, its result
 * @param code the handler
 * @param options how it is executed
 * @param codecs by the name of the serializer
 * @param logger what handlers log to
 */
record KnownTask(
    TaskType<?> type,
    HandlerCode code,
    HandlerOptions options,
    Map<String, Codecs> codecs,
    Logger logger) {

  /** How long an attempt may run, in ms: as the producer says, else the handler; 0 for any time. */
  long timeoutMillis(ExecutionOptions asked) {
    return asked.timeoutMillis() > 0
        ? asked.timeoutMillis()
        : options.timeout().map(Duration::toMillis).orElse(0L);
  }

  /** How the task and its result are read and written. */
  record Codecs(ValueCodec payload, ValueCodec result) {}
}
