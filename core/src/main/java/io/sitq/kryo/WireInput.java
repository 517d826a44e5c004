package io.sitq.kryo;

import com.esotericsoftware.kryo.io.Input;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.HashKeys;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An input over bytes from anybody. Kryo's own allocates what a length says and then looks whether
 * the bytes are there (6 bytes can ask for gigabytes); here every length is checked against what
 * remains. It also never writes to the buffer: Kryo's moves bytes when it runs out of them, and
 * this array is somebody else's.
 */
final class WireInput extends Input {
  private static final byte[] NOTHING = new byte[0];
  private static final int KEPT_CHARS = 8 << 10;

  private HashKeys.@Nullable Budget collisions;

  void open(ByteSlice bytes) {
    collisions = null;
    setBuffer(bytes.array(), bytes.offset(), bytes.length());
  }

  /** Forgets the payload, so that a pooled input doesn't keep it in memory. */
  void release() {
    setBuffer(NOTHING, 0, 0);
    if (chars.length > KEPT_CHARS) {
      chars = new char[32];
    }
  }

  int remaining() {
    return limit - position;
  }

  /** What keys that collide may still cost in this value. */
  HashKeys.Budget collisions() {
    HashKeys.Budget budget = collisions;
    if (budget == null) {
      budget = new HashKeys.Budget();
      collisions = budget;
    }
    return budget;
  }

  /** A count of things that take at least so many bytes each. */
  int readCount(int bytesEach) {
    int count = readVarInt(true);
    if (count < 0 || (long) count * bytesEach > remaining()) {
      throw tooLong(count);
    }
    return count;
  }

  /** The bytes of a length that was just read. */
  byte[] readSized(int maxLength) {
    int length = readCount(1);
    if (length > maxLength) {
      throw new ValueFailure("has " + length + " bytes, the limit is " + maxLength);
    }
    return readBytes(length);
  }

  /** A string that is not null. */
  String readText() {
    String text = readString();
    if (text == null) {
      throw new ValueFailure("a string's bytes say that it is null: the bytes are damaged");
    }
    return text;
  }

  /** Steps over these bytes if they are next. */
  boolean skipIfNext(byte[] expected) {
    int end = position + expected.length;
    if (end > limit || !Arrays.equals(buffer, position, end, expected, 0, expected.length)) {
      return false;
    }
    position = end;
    return true;
  }

  /** Steps over a null if that is next. */
  boolean skipNull() {
    if (position < limit && buffer[position] == KryoKinds.NULL) {
      position++;
      return true;
    }
    return false;
  }

  /** Steps over as many bytes. */
  void skipBytes(long count) {
    if (count < 0 || count > remaining()) {
      throw tooLong(count);
    }
    position += (int) count;
  }

  @Override
  public String readString() {
    if (readVarIntFlag()) {
      int start = position;
      int units = readVarIntFlag(true) - 1;
      if (units < -1 || units > remaining()) {
        throw tooLong(units);
      }
      checkUtf8(units);
      position = start;
    }
    return super.readString();
  }

  /**
   * Kryo leaves out what can't begin a character, and the text then has what its reused buffer had
   * there: a part of somebody else's payload.
   */
  private void checkUtf8(int units) {
    int at = position;
    for (int i = 0; i < units; i++) {
      if (at >= limit) {
        throw tooLong(units);
      }
      int lead = buffer[at] & 0xff;
      if (lead < 0x80) {
        at++;
      } else if (lead >> 5 == 0b110) {
        at += 2;
      } else if (lead >> 4 == 0b1110) {
        at += 3;
      } else {
        throw new ValueFailure("a string is not UTF-8: the bytes are damaged");
      }
    }
    if (at > limit) {
      throw tooLong(units);
    }
  }

  @Override
  public byte[] readBytes(int length) {
    checkLength(length, 1);
    return super.readBytes(length);
  }

  @Override
  public boolean[] readBooleans(int length) {
    checkLength(length, 1);
    return super.readBooleans(length);
  }

  @Override
  public short[] readShorts(int length) {
    checkLength(length, 2);
    return super.readShorts(length);
  }

  @Override
  public char[] readChars(int length) {
    checkLength(length, 2);
    return super.readChars(length);
  }

  @Override
  public int[] readInts(int length) {
    checkLength(length, 4);
    return super.readInts(length);
  }

  @Override
  public long[] readLongs(int length) {
    checkLength(length, 8);
    return super.readLongs(length);
  }

  @Override
  public float[] readFloats(int length) {
    checkLength(length, 4);
    return super.readFloats(length);
  }

  @Override
  public double[] readDoubles(int length) {
    checkLength(length, 8);
    return super.readDoubles(length);
  }

  @Override
  protected int require(int required) {
    int remaining = limit - position;
    if (remaining < required) {
      throw Failures.tooShort();
    }
    return remaining;
  }

  @Override
  protected int optional(int optional) {
    int remaining = limit - position;
    return remaining == 0 ? -1 : Math.min(remaining, optional);
  }

  private void checkLength(int length, int bytesEach) {
    if (length < 0 || (long) length * bytesEach > remaining()) {
      throw tooLong(length);
    }
  }

  private ValueFailure tooLong(long claimed) {
    return new ValueFailure(
        "a length of "
            + claimed
            + " is claimed where "
            + remaining()
            + " bytes remain: the bytes are damaged, or were not written by this codec");
  }
}
