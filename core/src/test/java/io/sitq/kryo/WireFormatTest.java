package io.sitq.kryo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskName;
import io.sitq.kryo.Samples.Card;
import io.sitq.kryo.Samples.Cash;
import io.sitq.kryo.Samples.Color;
import io.sitq.kryo.Samples.Divide;
import io.sitq.kryo.Samples.Line;
import io.sitq.kryo.Samples.Payment;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.ValueCodec;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bytes of this release. They never change: tasks that wait in Redis outlive deploys. */
class WireFormatTest {
  @TaskName("types-of-other-tasks")
  record Others(Samples.Order order, Samples.Times times) {}

  @Test
  void everyKindIsTheseBytes() {
    Samples.Times times = Samples.times();
    Map<Object, String> golden = new LinkedHashMap<>();
    golden.put(true, "01 01");
    golden.put((byte) -1, "02 01");
    golden.put((short) 300, "02 d804");
    golden.put('a', "02 c201");
    golden.put(-64, "02 7f");
    golden.put(Long.MIN_VALUE, "02 ffffffffffffffffff");
    golden.put(1.5f, "03 0000c03f");
    golden.put(1.5, "04 000000000000f83f");
    golden.put("", "05 81");
    golden.put("a", "05 82 61");
    golden.put("ab", "05 61 e2");
    golden.put("ü", "05 82 c3bc");
    golden.put("🙂", "05 83 eda0bd edb982");
    golden.put("x".repeat(70), "05 c701" + "78".repeat(70));
    golden.put(Color.GREEN, "0a 4752 4545 ce");
    golden.put(new BigDecimal("-12.3400"), "0d 08 03 fe1df8");
    golden.put(BigInteger.valueOf(-2), "0e 01 fe");
    golden.put(Samples.values().uuid(), "0f 7766554433221100 ffeeddccbbaa9988");
    golden.put(java.net.URI.create("urn:x"), "17 75726e3af8");
    golden.put(times.instant(), "20 01 ff93ebdc03");
    golden.put(times.duration(), "21 09 07");
    golden.put(java.time.LocalDate.of(2026, 11, 23), "22 d8c402");
    golden.put(times.time(), "23 ffffbb8ac9d213");
    golden.put(times.dateTime(), "24 9ec402 81a0b6cef78502");
    golden.put(times.offsetDateTime(), "25 9ec402 81a0b6cef78502 bff407");
    golden.put(times.offsetTime(), "26 80809ec5a4e909 b0b502");
    golden.put(times.zonedDateTime(), "27 9ec402 81a0b6cef78502 a038 4575726f70652f4265726c69ee");
    golden.put(times.period(), "28 02 03 06");
    golden.put(times.year(), "29 57");
    golden.put(times.yearMonth(), "2a d41f 02");
    golden.put(times.monthDay(), "2b 02 1d");
    golden.put(times.offset(), "2c 2b30313a30313a30b1");
    golden.forEach((value, hex) -> assertBytes(declared(value), value, hex));
    assertBytes(String.class, null, "00");
    assertBytes(java.time.ZoneId.class, times.zone(), "2c 4575726f70652f4265726c69ee");
  }

  @Test
  void everyArrayIsTheseBytes() {
    assertBytes(byte[].class, new byte[] {1, -1}, "06 02 01 ff");
    assertBytes(boolean[].class, new boolean[] {true, false}, "10 02 01 00");
    assertBytes(short[].class, new short[] {1, -2}, "11 02 0100 feff");
    assertBytes(char[].class, new char[] {'a'}, "12 01 6100");
    assertBytes(int[].class, new int[] {1}, "13 01 01000000");
    assertBytes(long[].class, new long[] {-1}, "14 01 ffffffffffffffff");
    assertBytes(float[].class, new float[] {1.5f}, "15 01 0000c03f");
    assertBytes(double[].class, new double[] {}, "16 00");
    assertBytes(String[].class, new String[] {"ab", null}, "07 02 0561e2 00");
  }

  @Test
  void everyContainerIsTheseBytes() {
    assertBytes(new TypeOf<List<Integer>>() {}.type(), Arrays.asList(1, null), "07 02 0202 00");
    assertBytes(new TypeOf<Map<String, Integer>>() {}.type(), Map.of("k", 1), "08 01 05826b 0202");
    assertBytes(new TypeOf<Optional<Integer>>() {}.type(), Optional.of(1), "0b 0202");
    assertBytes(new TypeOf<Optional<Integer>>() {}.type(), Optional.empty(), "0b 00");
    assertBytes(Divide.class, new Divide(10, 2), "09 02 8261 0214 8262 0204");
    assertBytes(
        Line.class,
        new Line("a", 1, BigDecimal.ONE),
        "09 03 736bf5 058261 636f756ef4 0202 70726963e5 0d000101");
  }

  @Test
  void aSubtypeHasTheSameIdWhateverElseIsRegistered() {
    assertBytes(Payment.class, Cash.COINS, "0c " + CASH + " 0a 434f494ed3");
    assertBytes(Payment.class, new Card("1"), "0c " + CARD + " 09 01 6e756d6265f2 058231");
    for (List<Type> order :
        List.of(
            List.<Type>of(Payment.class, Others.class, Card.class),
            List.<Type>of(Others.class, Card.class, Payment.class),
            List.<Type>of(Card.class, Payment.class, Others.class))) {
      KryoSerializer serializer = new KryoSerializer();
      order.forEach(type -> serializer.codecFor(type, "sample"));
      ValueCodec codec = serializer.codecFor(Payment.class, "sample");
      assertThat(HexFormat.of().formatHex(codec.encode(Cash.COINS))).startsWith("0c" + CASH);
      assertThat(HexFormat.of().formatHex(codec.encode(new Card("1")))).startsWith("0c" + CARD);
    }
  }

  private static final String CASH = "c0ce0f2b";
  private static final String CARD = "66cd6703";

  private static Type declared(Object value) {
    return value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
  }

  private static void assertBytes(Type type, Object value, String hex) {
    ValueCodec codec = new KryoSerializer().codecFor(type, "sample");
    String bytes = hex.replace(" ", "");
    assertThat(HexFormat.of().formatHex(codec.encode(value)))
        .as("%s %s", type.getTypeName(), value)
        .isEqualTo(bytes);
    assertThat(codec.decode(ByteSlice.of(HexFormat.of().parseHex(bytes)))).isEqualTo(value);
  }
}
