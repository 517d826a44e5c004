package io.sitq.kryo;

/**
 * The first byte of every value, and what follows it. A value describes itself, so that a component
 * that a reader doesn't know can be skipped, a mismatch can be named, and a result of a JDK type
 * can be printed without the task's class. These numbers never change their meaning; a new kind
 * takes a new number.
 *
 * <p>Building blocks, as Kryo writes them: <i>varint</i> and <i>varlong</i> are little-endian
 * groups of 7 bits, the high bit set on all but the last one (the ninth byte of a varlong carries 8
 * bits); <i>signed</i> ones are zigzag ({@code 0, -1, 1, -2} are {@code 0, 1, 2, 3}); fixed numbers
 * are little-endian. A <i>string</i> of 2 to 32 ASCII characters is these, the high bit set on the
 * last; any other is a varint of the length in UTF-16 units plus 1, whose first byte has the high
 * bit set and carries 6 bits (bit 7 set: more follow, 7 bits each), then each unit as 1 to 3 bytes
 * of UTF-8 (surrogates one by one).
 *
 * <table>
 * <caption>kinds</caption>
 * <tr><th>kind</th><th>bytes after it</th></tr>
 * <tr><td>0 null</td><td>none</td></tr>
 * <tr><td>1 boolean</td><td>0 or 1</td></tr>
 * <tr><td>2 integer (byte, short, char, int, long)</td><td>signed varlong</td></tr>
 * <tr><td>3 float, 4 double</td><td>4 or 8 bytes, IEEE 754</td></tr>
 * <tr><td>5 string</td><td>string</td></tr>
 * <tr><td>6 bytes</td><td>varint length, the bytes</td></tr>
 * <tr><td>7 list (also Set, Collection, array of objects)</td><td>varint count, the values</td></tr>
 * <tr><td>8 map</td><td>varint count, key and value of each</td></tr>
 * <tr><td>9 record</td><td>varint count, name (string) and value of each component</td></tr>
 * <tr><td>10 enum</td><td>string, the constant's name</td></tr>
 * <tr><td>11 optional</td><td>a value; null if it is empty</td></tr>
 * <tr><td>12 variant (of a sealed interface)</td><td>id of the subtype (4 bytes, see {@link
 *     StableIds}), a value</td></tr>
 * <tr><td>13 decimal</td><td>signed varint scale, varint length, the unscaled value as two's
 *     complement, big-endian</td></tr>
 * <tr><td>14 big integer</td><td>varint length, two's complement, big-endian</td></tr>
 * <tr><td>15 UUID</td><td>most, then least significant 8 bytes, each little-endian</td></tr>
 * <tr><td>16 booleans</td><td>varint count, a byte each</td></tr>
 * <tr><td>17 shorts, 18 chars</td><td>varint count, 2 bytes each</td></tr>
 * <tr><td>19 ints, 21 floats</td><td>varint count, 4 bytes each</td></tr>
 * <tr><td>20 longs, 22 doubles</td><td>varint count, 8 bytes each</td></tr>
 * <tr><td>23 URI</td><td>string</td></tr>
 * <tr><td>32 instant, 33 duration</td><td>signed varlong seconds, varint nanoseconds</td></tr>
 * <tr><td>34 local date</td><td>signed varlong, days since 1970-01-01</td></tr>
 * <tr><td>35 local time</td><td>varlong, nanoseconds since midnight</td></tr>
 * <tr><td>36 local date-time</td><td>as 34, then as 35</td></tr>
 * <tr><td>37 offset date-time</td><td>as 36, then signed varint, the offset in seconds</td></tr>
 * <tr><td>38 offset time</td><td>as 35, then the offset</td></tr>
 * <tr><td>39 zoned date-time</td><td>as 37, then string, the zone's id</td></tr>
 * <tr><td>40 period</td><td>signed varint years, months, days</td></tr>
 * <tr><td>41 year</td><td>signed varint</td></tr>
 * <tr><td>42 year-month</td><td>signed varint year, a byte month</td></tr>
 * <tr><td>43 month-day</td><td>a byte month, a byte day</td></tr>
 * <tr><td>44 zone</td><td>string, the id of the zone or offset</td></tr>
 * </table>
 *
 * <p>Limits on both sides: {@link io.sitq.spi.Limits#ENVELOPE_BYTES} in all, {@link #MAX_DEPTH}
 * levels, big integers of {@link #MAX_BIG_BYTES} bytes, scales of ±{@link #MAX_SCALE}.
 */
final class KryoKinds {
  static final int NULL = 0;
  static final int BOOLEAN = 1;
  static final int INTEGER = 2;
  static final int FLOAT = 3;
  static final int DOUBLE = 4;
  static final int STRING = 5;
  static final int BYTES = 6;
  static final int LIST = 7;
  static final int MAP = 8;
  static final int RECORD = 9;
  static final int ENUM = 10;
  static final int OPTIONAL = 11;
  static final int VARIANT = 12;
  static final int DECIMAL = 13;
  static final int BIG_INTEGER = 14;
  static final int UUID = 15;
  static final int BOOLEANS = 16;
  static final int SHORTS = 17;
  static final int CHARS = 18;
  static final int INTS = 19;
  static final int LONGS = 20;
  static final int FLOATS = 21;
  static final int DOUBLES = 22;
  static final int URI = 23;
  static final int INSTANT = 32;
  static final int DURATION = 33;
  static final int LOCAL_DATE = 34;
  static final int LOCAL_TIME = 35;
  static final int LOCAL_DATE_TIME = 36;
  static final int OFFSET_DATE_TIME = 37;
  static final int OFFSET_TIME = 38;
  static final int ZONED_DATE_TIME = 39;
  static final int PERIOD = 40;
  static final int YEAR = 41;
  static final int YEAR_MONTH = 42;
  static final int MONTH_DAY = 43;
  static final int ZONE = 44;

  /** Levels of containers within each other. */
  static final int MAX_DEPTH = 64;

  /** A big integer's or decimal's unscaled value; far more than cryptography needs. */
  static final int MAX_BIG_BYTES = 8 << 10;

  /** A decimal whose scale is larger would print as more than this many zeros. */
  static final int MAX_SCALE = 10_000;

  private static final String[] NAMES = {
    "null",
    "a boolean",
    "an integer",
    "a float",
    "a double",
    "a string",
    "bytes",
    "a list",
    "a map",
    "a record",
    "an enum constant",
    "an optional",
    "a sealed interface's value",
    "a decimal",
    "a big integer",
    "a UUID",
    "booleans",
    "shorts",
    "chars",
    "ints",
    "longs",
    "floats",
    "doubles",
    "a URI"
  };

  private static final String[] TEMPORAL_NAMES = {
    "an instant", "a duration", "a local date", "a local time", "a local date-time",
    "an offset date-time", "an offset time", "a zoned date-time", "a period", "a year",
    "a year-month", "a month-day", "a zone"
  };

  private KryoKinds() {}

  static boolean isKnown(int kind) {
    return (kind >= 0 && kind < NAMES.length) || (kind >= INSTANT && kind <= ZONE);
  }

  /** A kind for messages. */
  static String nameOf(int kind) {
    if (!isKnown(kind)) {
      return "the unknown kind " + (kind & 0xff);
    }
    return kind < NAMES.length ? NAMES[kind] : TEMPORAL_NAMES[kind - INSTANT];
  }
}
