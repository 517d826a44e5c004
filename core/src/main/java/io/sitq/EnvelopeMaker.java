package io.sitq;

import com.github.f4b6a3.ulid.UlidCreator;
import io.sitq.json.JsonText;
import io.sitq.kryo.EnvelopeCodec;
import io.sitq.seal.Sealing;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Envelope;
import io.sitq.spi.ExecutionOptions;
import io.sitq.spi.Limits;
import io.sitq.spi.Names;
import io.sitq.spi.Submission;
import io.sitq.spi.TaskType;
import io.sitq.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** Turns tasks and options into submissions: ids, payloads, envelopes, and their limits. */
final class EnvelopeMaker {
  private final EnvelopeCodec envelopes = new EnvelopeCodec();
  private final Codecs codecs;
  private final Sealing sealing;
  private final TimeSource time;

  EnvelopeMaker(Codecs codecs, Sealing sealing, TimeSource time) {
    this.codecs = codecs;
    this.sealing = sealing;
    this.time = time;
  }

  Submission make(TaskType<?> type, Task<?> task, TaskOptions options) {
    byte[] payload = codecs.writerFor(type.taskClass(), type.name()).encode(task);
    return submission(type.name(), codecs.writerName(), payload, options);
  }

  Submission make(String taskName, JsonText arguments, TaskOptions options) {
    Names.requireTask(Checks.notNull("task name", taskName));
    Checks.notNull("arguments", arguments);
    byte[] payload = codecs.named(JsonText.CODEC, JsonText.class, taskName).encode(arguments);
    return submission(taskName, JsonText.CODEC, payload, options);
  }

  private Submission submission(
      String taskName, String codec, byte[] payload, TaskOptions options) {
    Checks.notNull("options", options);
    String queue = options.queue().orElse(Names.DEFAULT_QUEUE);
    String id = Names.id(queue, localId(queue, options));
    long now = time.wallMillis();
    Envelope envelope =
        new Envelope(
            id,
            taskName,
            codec,
            now,
            executionOptions(options),
            options.headers(),
            ByteSlice.of(payload));
    byte[] encoded = sealing.sealEnvelope(id, taskName, envelopes.encode(envelope));
    if (encoded.length > Limits.ENVELOPE_BYTES) {
      throw new TaskValidationException(
          "envelope",
          Limits.ENVELOPE_BYTES + " bytes",
          "task "
              + taskName
              + " makes an envelope of "
              + encoded.length
              + " bytes, the limit is "
              + Limits.ENVELOPE_BYTES
              + ": store the data elsewhere and pass where it is");
    }
    return new Submission(
        queue,
        id,
        taskName,
        encoded,
        delayMillis(options, now),
        options.replicas().orElse(0),
        options.replicasTimeout().map(Duration::toMillis).orElse(0L));
  }

  private static String localId(String queue, TaskOptions options) {
    String given = options.id().orElse(null);
    if (given == null) {
      return UlidCreator.getMonotonicUlid().toString();
    }
    int colon = given.indexOf(':');
    if (colon >= 0 && !given.substring(0, colon).equals(queue)) {
      throw new TaskValidationException(
          "id",
          "the queue's own",
          "id "
              + given
              + " belongs to another queue than "
              + queue
              + ": leave the queue out of it");
    }
    return given.substring(colon + 1);
  }

  private static ExecutionOptions executionOptions(TaskOptions options) {
    return new ExecutionOptions(
        options.maxAttempts().orElse(0),
        options.backoff().orElse(null),
        options.timeout().map(Duration::toMillis).orElse(0L),
        options.resultTtl().map(Duration::toMillis).orElse(0L),
        options.keepsResult());
  }

  private static long delayMillis(TaskOptions options, long now) {
    Duration delay =
        options
            .dueAt()
            .map(due -> Duration.between(Instant.ofEpochMilli(now), due))
            .or(options::delay)
            .orElse(Duration.ZERO);
    if (delay.compareTo(Checks.LONGEST) > 0) {
      throw Checks.refused("delay", "must be at most 10 years", delay);
    }
    return delay.isNegative() ? 0 : delay.toMillis();
  }
}
