package io.sitq.kryo;

import com.esotericsoftware.kryo.io.Output;
import io.sitq.kryo.Numbers.BooleanSerializer;
import io.sitq.kryo.Numbers.FloatingSerializer;
import io.sitq.kryo.Numbers.IntegerSerializer;
import io.sitq.spi.Limits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The serializers of values without parts, by declared type. */
final class Scalars {
  private static final Map<Class<?>, ValueSerializer<?>> BY_TYPE = new HashMap<>();

  static {
    for (Class<?> type : new Class<?>[] {boolean.class, Boolean.class}) {
      BY_TYPE.put(type, new BooleanSerializer(type));
    }
    for (Class<?> type : new Class<?>[] {byte.class, Byte.class}) {
      BY_TYPE.put(
          type,
          new IntegerSerializer<Byte>(
              type, Byte.MIN_VALUE, Byte.MAX_VALUE, Byte::longValue, value -> (byte) value));
    }
    for (Class<?> type : new Class<?>[] {short.class, Short.class}) {
      BY_TYPE.put(
          type,
          new IntegerSerializer<Short>(
              type, Short.MIN_VALUE, Short.MAX_VALUE, Short::longValue, value -> (short) value));
    }
    for (Class<?> type : new Class<?>[] {char.class, Character.class}) {
      BY_TYPE.put(
          type,
          new IntegerSerializer<Character>(
              type, Character.MIN_VALUE, Character.MAX_VALUE, c -> c, value -> (char) value));
    }
    for (Class<?> type : new Class<?>[] {int.class, Integer.class}) {
      BY_TYPE.put(
          type,
          new IntegerSerializer<Integer>(
              type,
              Integer.MIN_VALUE,
              Integer.MAX_VALUE,
              Integer::longValue,
              value -> (int) value));
    }
    for (Class<?> type : new Class<?>[] {long.class, Long.class}) {
      BY_TYPE.put(
          type,
          new IntegerSerializer<Long>(
              type, Long.MIN_VALUE, Long.MAX_VALUE, Long::longValue, Long::valueOf));
    }
    for (Class<?> type : new Class<?>[] {float.class, Float.class}) {
      BY_TYPE.put(type, new FloatingSerializer<Float>(type, true, Double::floatValue));
    }
    for (Class<?> type : new Class<?>[] {double.class, Double.class}) {
      BY_TYPE.put(type, new FloatingSerializer<Double>(type, false, value -> value));
    }
    add(String.class, KryoKinds.STRING, Output::writeString, WireInput::readText);
    add(
        BigDecimal.class,
        KryoKinds.DECIMAL,
        (out, value) -> {
          out.writeVarInt(checkedScale(value.scale()), false);
          writeBig(out, value.unscaledValue());
        },
        in -> {
          int scale = checkedScale(in.readVarInt(false));
          return new BigDecimal(readBig(in), scale);
        });
    add(BigInteger.class, KryoKinds.BIG_INTEGER, Scalars::writeBig, Scalars::readBig);
    add(
        UUID.class,
        KryoKinds.UUID,
        (out, value) -> {
          out.writeLong(value.getMostSignificantBits());
          out.writeLong(value.getLeastSignificantBits());
        },
        in -> {
          long most = in.readLong();
          return new UUID(most, in.readLong());
        });
    add(
        URI.class,
        KryoKinds.URI,
        (out, value) -> out.writeString(value.toString()),
        in -> URI.create(in.readText()));
    PrimitiveArrays.all().forEach(Scalars::add);
    Temporals.all().forEach(Scalars::add);
  }

  private Scalars() {}

  /** The serializer of a declared type, or null if it is no scalar. */
  static @Nullable ValueSerializer<?> of(Class<?> type) {
    return BY_TYPE.get(type);
  }

  private static <T> void add(
      Class<T> type,
      int kind,
      ScalarSerializer.DataWriter<T> writer,
      ScalarSerializer.DataReader<T> reader) {
    add(new ScalarSerializer<>(type, kind, writer, reader));
  }

  private static void add(ValueSerializer<?> serializer) {
    Class<?> type =
        serializer instanceof ScalarSerializer<?> scalar
            ? scalar.type()
            : ((PrimitiveArrays.ArraySerializer<?>) serializer).type();
    BY_TYPE.put(type, serializer);
  }

  private static void writeBig(Output out, BigInteger value) {
    byte[] bytes = value.toByteArray();
    if (bytes.length > KryoKinds.MAX_BIG_BYTES) {
      throw new ValueFailure(
          "the number has "
              + bytes.length
              + " bytes, the limit is "
              + KryoKinds.MAX_BIG_BYTES
              + ": use a byte[]");
    }
    out.writeVarInt(bytes.length, true);
    out.writeBytes(bytes);
  }

  private static BigInteger readBig(WireInput in) {
    byte[] bytes = in.readSized(Math.min(KryoKinds.MAX_BIG_BYTES, Limits.ENVELOPE_BYTES));
    if (bytes.length == 0) {
      throw new ValueFailure("a big integer has no bytes: the bytes are damaged");
    }
    return new BigInteger(bytes);
  }

  private static int checkedScale(int scale) {
    if (Math.abs((long) scale) > KryoKinds.MAX_SCALE) {
      throw new ValueFailure(
          "the decimal has the scale "
              + scale
              + ", the limit is ±"
              + KryoKinds.MAX_SCALE
              + ": round it, or use a double or a String");
    }
    return scale;
  }
}
