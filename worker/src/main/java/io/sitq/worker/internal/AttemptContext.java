package io.sitq.worker.internal;

import io.sitq.spi.Envelope;
import io.sitq.worker.TaskContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;

/** What a handler sees of its attempt. */
record AttemptContext(
    Attempt owner, Envelope envelope, KnownTask task, String workerId, Duration oldestLease)
    implements TaskContext {
  @Override
  public String taskId() {
    return owner.delivery().id();
  }

  @Override
  public String taskName() {
    return owner.delivery().task();
  }

  @Override
  public String queue() {
    return owner.delivery().queue();
  }

  @Override
  public int attempt() {
    return owner.delivery().attempt();
  }

  @Override
  public Optional<Instant> deadline() {
    long timeoutMillis = task.timeoutMillis(envelope.options());
    return timeoutMillis == 0
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(owner.startedMillis()).plusMillis(timeoutMillis));
  }

  @Override
  public Map<String, String> headers() {
    return envelope.headers();
  }

  @Override
  public Logger logger() {
    return task.logger();
  }

  @Override
  public boolean isCancelled() {
    return owner.mustStop(oldestLease);
  }
}
