package io.sitq.worker.internal;

import io.sitq.spi.EncodedValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an attempt ended, before anybody was told. There are no others. */
sealed interface Outcome {
  /** The handler returned; the value is null if there is none or it is not kept. */
  record Succeeded(@Nullable EncodedValue value) implements Outcome {}

  /** The handler threw, or took too long: the retry rules decide what follows. */
  record Failed(Throwable error) implements Outcome {}

  /** What can't be executed or stored, however often it were tried. */
  record Refused(Throwable error) implements Outcome {}

  /** A task that is not known here: others may know it. */
  record HandedBack(Duration delay) implements Outcome {}

  /** Somebody asked to cancel the task, and the handler did not finish first. */
  record Cancelled() implements Outcome {}

  /** The worker stops before the task has ended: it goes back uncharged. */
  record Stopped() implements Outcome {}
}
