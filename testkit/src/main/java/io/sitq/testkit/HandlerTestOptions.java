package io.sitq.testkit;

import io.sitq.ConfigurationException;
import io.sitq.kryo.KryoSerializer;
import io.sitq.spi.Serializer;
import io.sitq.worker.TaskContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How {@link HandlerTest} runs a handler. Immutable: each method returns a copy with one thing
 * changed.
 */
public final class HandlerTestOptions {
  /** How long a handler's stage may take unless set otherwise. */
  public static final Duration DEFAULT_STAGE_TIMEOUT = Duration.ofSeconds(30);

  private static final HandlerTestOptions DEFAULTS =
      new HandlerTestOptions(null, null, DEFAULT_STAGE_TIMEOUT);

  private final @Nullable Serializer serializer;
  private final @Nullable TaskContext context;
  private final Duration stageTimeout;

  private HandlerTestOptions(
      @Nullable Serializer serializer, @Nullable TaskContext context, Duration stageTimeout) {
    this.serializer = serializer;
    this.context = context;
    this.stageTimeout = stageTimeout;
  }

  /** Kryo, a context of a first attempt, 30 s for a stage. */
  public static HandlerTestOptions defaults() {
    return DEFAULTS;
  }

  /** What task and result travel through. Default: a new {@link KryoSerializer}. */
  public HandlerTestOptions serializer(Serializer newSerializer) {
    return new HandlerTestOptions(newSerializer, context, stageTimeout);
  }

  /**
   * What the handler sees of its attempt. Default: a {@link TestTaskContext} of the task's class
   * with its builder's defaults.
   */
  public HandlerTestOptions context(TaskContext newContext) {
    return new HandlerTestOptions(serializer, newContext, stageTimeout);
  }

  /**
   * How long the stage of an asynchronous handler may take. Default: 30 s.
   *
   * @throws ConfigurationException unless it is at least a millisecond
   */
  public HandlerTestOptions stageTimeout(Duration newTimeout) {
    if (newTimeout.compareTo(Duration.ofMillis(1)) < 0) {
      throw new ConfigurationException("stageTimeout", "must be at least 1 ms", newTimeout);
    }
    return new HandlerTestOptions(serializer, context, newTimeout);
  }

  /** A new one by default: tests must not meet each other's types. */
  Serializer serializer() {
    return serializer == null ? new KryoSerializer() : serializer;
  }

  @Nullable TaskContext context() {
    return context;
  }

  Duration stageTimeout() {
    return stageTimeout;
  }
}
