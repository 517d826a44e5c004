package io.sitq.kryo;

import java.util.Arrays;
import java.util.Random;

/** Makes bytes that are nearly right. */
final class Mutations {
  private static final byte[][] EXTREMES = {
    {-1, -1, -1, -1, 7},
    {-1, -1, -1, -1, 15},
    {-128, -128, -128, -128, 8},
    {-1, -1, -1, -1, -1, -1, -1, -1, -1},
    {0},
    {-1},
    {127},
    {-128},
    {'"'},
    {'['},
    {'{'},
    {'-', '1'},
    {'1', 'e', '9', '9', '9'},
    {'n', 'u', 'l', 'l'}
  };

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** Half of the time one to three bytes of what is valid are changed, else more. */
  byte[] of(byte[] valid, byte[] other) {
    if (valid.length == 0 || random.nextBoolean()) {
      return changed(valid);
    }
    return switch (random.nextInt(7)) {
      case 0 -> noise();
      case 1 -> Arrays.copyOf(valid, random.nextInt(valid.length));
      case 2 -> spliced(valid, other);
      case 3 -> inserted(valid, EXTREMES[random.nextInt(EXTREMES.length)]);
      case 4 -> overwritten(valid, EXTREMES[random.nextInt(EXTREMES.length)]);
      case 5 -> repeated(valid);
      default -> changed(spliced(valid, valid));
    };
  }

  private byte[] changed(byte[] valid) {
    byte[] bytes = valid.clone();
    if (bytes.length > 0) {
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
    }
    return bytes;
  }

  private byte[] noise() {
    byte[] bytes = new byte[random.nextInt(80)];
    random.nextBytes(bytes);
    if (bytes.length > 0) {
      bytes[0] = (byte) random.nextInt(46);
    }
    return bytes;
  }

  private byte[] spliced(byte[] head, byte[] tail) {
    int keep = random.nextInt(head.length + 1);
    int from = random.nextInt(tail.length + 1);
    byte[] bytes = Arrays.copyOf(head, keep + tail.length - from);
    System.arraycopy(tail, from, bytes, keep, tail.length - from);
    return bytes;
  }

  private byte[] inserted(byte[] valid, byte[] piece) {
    int at = random.nextInt(valid.length + 1);
    byte[] bytes = new byte[valid.length + piece.length];
    System.arraycopy(valid, 0, bytes, 0, at);
    System.arraycopy(piece, 0, bytes, at, piece.length);
    System.arraycopy(valid, at, bytes, at + piece.length, valid.length - at);
    return bytes;
  }

  private byte[] overwritten(byte[] valid, byte[] piece) {
    byte[] bytes = valid.clone();
    int at = random.nextInt(valid.length);
    System.arraycopy(piece, 0, bytes, at, Math.min(piece.length, valid.length - at));
    return bytes;
  }

  /** A part of it many times, as in nesting and in long lists. */
  private byte[] repeated(byte[] valid) {
    int from = random.nextInt(valid.length);
    int length = 1 + random.nextInt(Math.min(16, valid.length - from));
    int times = 1 + random.nextInt(300);
    byte[] bytes = Arrays.copyOf(valid, from + times * length + valid.length - from);
    for (int i = 0; i < times; i++) {
      System.arraycopy(valid, from, bytes, from + i * length, length);
    }
    System.arraycopy(valid, from, bytes, from + times * length, valid.length - from);
    return bytes;
  }
}
