package io.sitq.micrometer;

import java.util.Locale;

/** How an attempt ended, as the tag {@code outcome} says it. */
enum Outcome {
  SUCCESS,
  FAILED,
  RETRIED,
  CANCELLED,
  LOST;

  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
