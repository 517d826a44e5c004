package io.sitq.kryo;

/** Steps over a value that the reader has no component for, whatever it is. */
final class Skipper {
  private Skipper() {}

  /**
   * Steps over one value, kind included.
   *
   * @param depth how deep it is nested already
   */
  static void skip(WireInput in, int depth) {
    if (depth > KryoKinds.MAX_DEPTH) {
      throw Failures.tooDeep();
    }
    int kind = in.readByte();
    switch (kind) {
      case KryoKinds.NULL -> {}
      case KryoKinds.BOOLEAN -> in.skipBytes(1);
      case KryoKinds.INTEGER, KryoKinds.LOCAL_DATE, KryoKinds.LOCAL_TIME -> in.readVarLong(true);
      case KryoKinds.FLOAT -> in.skipBytes(4);
      case KryoKinds.DOUBLE -> in.skipBytes(8);
      case KryoKinds.STRING, KryoKinds.ENUM, KryoKinds.URI, KryoKinds.ZONE -> in.readText();
      case KryoKinds.BYTES, KryoKinds.BIG_INTEGER, KryoKinds.BOOLEANS -> skipPacked(in, 1);
      case KryoKinds.LIST -> skipValues(in, in.readCount(1), depth);
      case KryoKinds.MAP -> skipValues(in, 2 * in.readCount(2), depth);
      case KryoKinds.RECORD -> skipRecord(in, depth);
      case KryoKinds.OPTIONAL -> skip(in, depth + 1);
      case KryoKinds.VARIANT -> {
        in.skipBytes(4);
        skip(in, depth + 1);
      }
      case KryoKinds.DECIMAL -> {
        in.readVarInt(true);
        skipPacked(in, 1);
      }
      case KryoKinds.UUID -> in.skipBytes(16);
      case KryoKinds.SHORTS, KryoKinds.CHARS -> skipPacked(in, 2);
      case KryoKinds.INTS, KryoKinds.FLOATS -> skipPacked(in, 4);
      case KryoKinds.LONGS, KryoKinds.DOUBLES -> skipPacked(in, 8);
      case KryoKinds.INSTANT,
          KryoKinds.DURATION,
          KryoKinds.LOCAL_DATE_TIME,
          KryoKinds.OFFSET_TIME ->
          skipNumbers(in, 2);
      case KryoKinds.OFFSET_DATE_TIME, KryoKinds.PERIOD -> skipNumbers(in, 3);
      case KryoKinds.ZONED_DATE_TIME -> {
        skipNumbers(in, 3);
        in.readText();
      }
      case KryoKinds.YEAR -> skipNumbers(in, 1);
      case KryoKinds.YEAR_MONTH -> {
        skipNumbers(in, 1);
        in.skipBytes(1);
      }
      case KryoKinds.MONTH_DAY -> in.skipBytes(2);
      default -> throw ValueFailure.mismatch("a value", kind);
    }
  }

  private static void skipValues(WireInput in, int count, int depth) {
    for (int i = 0; i < count; i++) {
      skip(in, depth + 1);
    }
  }

  private static void skipRecord(WireInput in, int depth) {
    int count = in.readCount(2);
    for (int i = 0; i < count; i++) {
      in.readText();
      skip(in, depth + 1);
    }
  }

  private static void skipPacked(WireInput in, int bytesEach) {
    in.skipBytes((long) in.readCount(bytesEach) * bytesEach);
  }

  /** Varints and varlongs alike: both end with the first byte whose high bit is not set. */
  private static void skipNumbers(WireInput in, int count) {
    for (int i = 0; i < count; i++) {
      in.readVarLong(true);
    }
  }
}
