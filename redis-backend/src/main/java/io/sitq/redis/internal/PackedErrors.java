package io.sitq.redis.internal;

import io.sitq.AttemptError;
import io.sitq.spi.Limits;
import io.sitq.spi.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The packed field {@code errors}: earlier attempts, oldest first, one a line: {@code attempt at_ms
 * error_type error}. The error is cut to 512 bytes, and its line breaks are spaces.
 */
final class PackedErrors {
  private static final int ERROR_BYTES = 512;

  private PackedErrors() {}

  static byte[] pack(List<AttemptError> errors) {
    int from = Math.max(0, errors.size() - Limits.ATTEMPT_ERRORS);
    StringBuilder out = new StringBuilder();
    for (AttemptError error : errors.subList(from, errors.size())) {
      out.append(out.isEmpty() ? "" : "\n")
          .append(error.attempt())
          .append(' ')
          .append(error.at().toEpochMilli())
          .append(' ')
          .append(error.errorType().replaceAll("\\s", "_"))
          .append(' ')
          .append(Texts.cut(error.error(), ERROR_BYTES).replaceAll("\\R", " "));
    }
    return Bytes.of(out.toString());
  }

  /** Lines that are none are left out: they may come from anybody. */
  static List<AttemptError> unpack(@Nullable String packed) {
    if (packed == null || packed.isEmpty()) {
      return List.of();
    }
    List<AttemptError> errors = new ArrayList<>();
    for (String line : packed.split("\n", -1)) {
      String[] words = line.split(" ", 4);
      if (words.length == 4 && errors.size() < Limits.ATTEMPT_ERRORS) {
        try {
          errors.add(
              new AttemptError(
                  Integer.parseInt(words[0]),
                  words[2],
                  words[3],
                  Instant.ofEpochMilli(Long.parseLong(words[1]))));
        } catch (NumberFormatException e) {
          // no line of ours
        }
      }
    }
    return errors;
  }
}
