package io.sitq.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.io.Output;
import io.sitq.TaskSerializationException;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Limits;
import io.sitq.spi.ValueCodec;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

@SuppressWarnings("ArrayRecordComponent") // arrays are supported, whatever one thinks of them
class HostileBytesTest {
  private static final int ROUNDS = 20_000;

  record Nested(List<Nested> nested, int end) {}

  record Everything(
      Samples.Order order,
      Samples.Times times,
      Samples.Values values,
      Samples.Boxes boxes,
      int[] ints,
      byte[] bytes,
      String[] texts) {}

  @Test
  void listsWithinListsThatEachClaimAllThatRemainsTakeLittleMemory() {
    byte[] bomb = new byte[Limits.ENVELOPE_BYTES];
    int at = 0;
    for (int depth = 0; depth < KryoKinds.MAX_DEPTH - 1; depth++) {
      int left = bomb.length - at - 8;
      bomb[at++] = KryoKinds.LIST;
      bomb[at++] = (byte) (0x80 | left);
      bomb[at++] = (byte) (0x80 | left >> 7);
      bomb[at++] = (byte) (left >> 14);
    }
    ValueCodec codec = new KryoSerializer().codecFor(Object.class, "bomb");
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThatThrownBy(() -> codec.decode(ByteSlice.of(new byte[] {KryoKinds.LIST, 5})))
        .isInstanceOf(TaskSerializationException.class);

    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      codec.decode(ByteSlice.of(bomb));
    } catch (TaskSerializationException e) {
      assertThat(e).isNotNull();
    }

    // the elements that are there take room; what is only claimed does not
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(40L << 20);
  }

  @Test
  void aLengthLargerThanWhatRemainsAllocatesNothing() {
    assertBombed(byte[].class, KryoKinds.BYTES);
    assertBombed(boolean[].class, KryoKinds.BOOLEANS);
    assertBombed(short[].class, KryoKinds.SHORTS);
    assertBombed(char[].class, KryoKinds.CHARS);
    assertBombed(int[].class, KryoKinds.INTS);
    assertBombed(long[].class, KryoKinds.LONGS);
    assertBombed(float[].class, KryoKinds.FLOATS);
    assertBombed(double[].class, KryoKinds.DOUBLES);
    assertBombed(String[].class, KryoKinds.LIST);
    assertBombed(new TypeOf<List<String>>() {}.type(), KryoKinds.LIST);
    assertBombed(new TypeOf<Set<String>>() {}.type(), KryoKinds.LIST);
    assertBombed(new TypeOf<Map<String, String>>() {}.type(), KryoKinds.MAP);
    assertBombed(Samples.Divide.class, KryoKinds.RECORD);
    assertBombed(java.math.BigInteger.class, KryoKinds.BIG_INTEGER);
    assertBombed(new TypeOf<List<List<byte[]>>>() {}.type(), KryoKinds.LIST, 1, 7, 1, 6);
    for (int kind : new int[] {6, 7, 8, 9, 14, 16, 17, 18, 19, 20, 21, 22}) {
      assertBombed(Object.class, kind);
    }
  }

  @Test
  void aStringLongerThanWhatRemainsAllocatesNothing() {
    for (int units : new int[] {1_000_000_000, Integer.MAX_VALUE, -1, 100}) {
      Output out = new Output(16);
      out.writeByte(KryoKinds.STRING);
      out.writeVarIntFlag(true, units, true);
      assertRefusedCheaply(codec(String.class), out.toBytes());
      assertRefusedCheaply(codec(Object.class), out.toBytes());
    }
    // ASCII without an end
    assertRefusedCheaply(codec(String.class), new byte[] {5, 'a', 'b', 'c'});
    // a lead byte that is no UTF-8, where Kryo would leave what its buffer had
    assertRefusedCheaply(codec(String.class), hex("05 84 61 ff 61"));
    assertRefusedCheaply(codec(String.class), hex("05 83 e1 80"));
    assertRefusedCheaply(codec(String.class), hex("05 80"));
  }

  @Test
  void depthIsBoundedForKnownUnknownAndUntypedValues() {
    int levels = 200_000;
    Output out = new Output(levels * 2 + 16, -1);
    for (int i = 0; i < levels; i++) {
      out.writeByte(KryoKinds.LIST);
      out.writeByte(1);
    }
    out.writeByte(KryoKinds.NULL);
    byte[] lists = out.toBytes();
    assertRefusedCheaply(codec(Object.class), lists);
    assertThatThrownBy(() -> codec(Object.class).decode(ByteSlice.of(lists)))
        .hasMessageContaining("nested deeper than 64");

    Output skipped = new Output(levels * 2 + 64, -1);
    skipped.writeByte(KryoKinds.RECORD);
    skipped.writeByte(1);
    skipped.writeString("unknown");
    skipped.writeBytes(lists);
    assertThatThrownBy(() -> codec(Samples.Divide.class).decode(ByteSlice.of(skipped.toBytes())))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("nested deeper than 64");

    byte[] known = hex("09 01 6e 65 73 74 65 e4 07 01".replace(" ", "").repeat(1000));
    assertThatThrownBy(() -> codec(Nested.class).decode(ByteSlice.of(known)))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("nested deeper than 64");
  }

  @Test
  void whatFollowsTheValueIsRefused() {
    assertThatThrownBy(() -> codec(int.class).decode(ByteSlice.of(hex("02 04 00"))))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("1 bytes follow the value");
    assertRefusedCheaply(codec(int.class), new byte[0]);
    assertRefusedCheaply(codec(int.class), hex("00"));
    assertRefusedCheaply(codec(Samples.Color.class), hex("0a 80"));
    assertRefusedCheaply(codec(Samples.Payment.class), hex("0c 01 00 00 00 00"));
    assertRefusedCheaply(codec(Samples.Divide.class), hex("09 02 82 61 02 02 82 61 02 02"));
  }

  @Test
  void anIdOfKryosOwnClassesIsNoSubtype() {
    for (int id = -2; id < 12; id++) {
      Output out = new Output(16);
      out.writeByte(KryoKinds.VARIANT);
      out.writeInt(id);
      out.writeByte(KryoKinds.NULL);
      assertRefusedCheaply(codec(Samples.Payment.class), out.toBytes());
    }
  }

  @Test
  void randomBytesNeverThrowAnythingElse() {
    Random random = new Random(4711);
    ValueCodec[] codecs = {codec(Everything.class), codec(Object.class), codec(Nested.class)};
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && i % 2 == 0) {
        bytes[0] = (byte) random.nextInt(45);
      }
      decodeOrRefuse(codecs[i % codecs.length], bytes);
    }
  }

  @Test
  void changedBytesOfRealValuesNeverThrowAnythingElse() {
    Random random = new Random(42);
    ValueCodec typed = codec(Everything.class);
    ValueCodec[] codecs = {typed, codec(Object.class), codec(Samples.Divide.class)};
    byte[] valid =
        typed.encode(
            new Everything(
                Samples.order(),
                Samples.times(),
                Samples.values(),
                Samples.boxes(),
                new int[] {1, 2},
                new byte[] {3},
                new String[] {"x"}));
    int accepted = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = valid.clone();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      accepted += decodeOrRefuse(codecs[i % codecs.length], bytes) ? 1 : 0;
    }
    assertThat(accepted).isBetween(1, ROUNDS - 1);
  }

  private static boolean decodeOrRefuse(ValueCodec codec, byte[] bytes) {
    try {
      codec.decode(ByteSlice.of(bytes));
      return true;
    } catch (TaskSerializationException expected) {
      assertThat(expected.getMessage()).startsWith("sample can't be decoded");
      return false;
    }
  }

  private static void assertBombed(Type type, int kind, int... prefix) {
    ValueCodec codec = codec(type);
    for (int count : new int[] {1_000_000_000, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 1_000}) {
      Output out = new Output(32);
      out.writeByte(kind);
      for (int b : prefix) {
        out.writeByte(b);
      }
      out.writeVarInt(count, true);
      assertRefusedCheaply(codec, out.toBytes());
    }
  }

  private static void assertRefusedCheaply(ValueCodec codec, byte[] bytes) {
    assertThatThrownBy(() -> codec.decode(ByteSlice.of(bytes)))
        .isInstanceOf(TaskSerializationException.class);
    long before = allocatedBytes();
    assertThatThrownBy(() -> codec.decode(ByteSlice.of(bytes)))
        .isInstanceOf(TaskSerializationException.class);
    assertThat(allocatedBytes() - before).isLessThan(4 << 20);
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static ValueCodec codec(Type type) {
    return new KryoSerializer().codecFor(type, "sample");
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
