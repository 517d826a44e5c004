package io.sitq.redis.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Text and numbers to and from the bytes that Redis keeps. */
final class Bytes {
  static final byte[] EMPTY = new byte[0];
  private static final Duration LONGEST = Duration.ofDays(3650);

  private Bytes() {}

  static byte[] of(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] of(long number) {
    return Long.toString(number).getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** From 0 to ten years: what is longer would overflow in Redis, in the middle of a script. */
  static long millis(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return duration.compareTo(LONGEST) > 0 ? LONGEST.toMillis() : duration.toMillis();
  }

  /** An element of a script's reply: bytes, a number, or null for nothing. */
  static @Nullable String text(@Nullable Object reply) {
    if (reply == null) {
      return null;
    }
    return reply instanceof byte[] bytes ? text(bytes) : reply.toString();
  }

  /** A number in a script's reply. */
  static long number(@Nullable Object reply) {
    if (reply == null) {
      return 0;
    }
    return reply instanceof Long number ? number : Long.parseLong(String.valueOf(text(reply)));
  }
}
