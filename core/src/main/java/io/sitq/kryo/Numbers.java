package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Numbers, booleans and characters: what may be widened, and what may be primitive. */
final class Numbers {
  private Numbers() {}

  /** Refuses null and replaces a missing component by zero, if the declared type is primitive. */
  abstract static class PrimitiveSerializer<T> extends ValueSerializer<T> {
    final String name;
    private final T zero;
    private final boolean primitive;

    PrimitiveSerializer(Class<?> type, T zero) {
      this.name = type.getSimpleName();
      this.zero = zero;
      this.primitive = type.isPrimitive();
    }

    @Override
    @Nullable T whenMissing() {
      return primitive ? zero : null;
    }

    @Override
    @Nullable T whenNull() {
      if (primitive) {
        throw new ValueFailure(
            "null for the primitive "
                + name
                + ": declare the boxed type where null can be written");
      }
      return null;
    }
  }

  static final class BooleanSerializer extends PrimitiveSerializer<Boolean> {
    BooleanSerializer(Class<?> type) {
      super(type, false);
    }

    @Override
    public void write(Kryo kryo, Output out, Boolean value) {
      out.writeByte(KryoKinds.BOOLEAN);
      out.writeBoolean(value);
    }

    @Override
    Boolean readData(Kryo kryo, WireInput in, int kind) {
      if (kind != KryoKinds.BOOLEAN) {
        throw ValueFailure.mismatch("a boolean", kind);
      }
      return in.readBoolean();
    }
  }

  /** Any of byte, short, char, int and long: one kind, so that they widen into each other. */
  static final class IntegerSerializer<T> extends PrimitiveSerializer<T> {
    private final long min;
    private final long max;
    private final ToLongFunction<T> toLong;
    private final LongFunction<T> fromLong;

    IntegerSerializer(
        Class<?> type, long min, long max, ToLongFunction<T> toLong, LongFunction<T> fromLong) {
      super(type, fromLong.apply(0));
      this.min = min;
      this.max = max;
      this.toLong = toLong;
      this.fromLong = fromLong;
    }

    @Override
    public void write(Kryo kryo, Output out, T value) {
      out.writeByte(KryoKinds.INTEGER);
      out.writeVarLong(toLong.applyAsLong(value), false);
    }

    @Override
    T readData(Kryo kryo, WireInput in, int kind) {
      if (kind != KryoKinds.INTEGER) {
        throw ValueFailure.mismatch("an integer for " + name, kind);
      }
      long value = in.readVarLong(false);
      if (value < min || value > max) {
        throw doesNotFit(name);
      }
      return fromLong.apply(value);
    }
  }

  /** Float or double: reads the other one and integers, as long as nothing is lost. */
  static final class FloatingSerializer<T> extends PrimitiveSerializer<T> {
    private final boolean single;
    private final Function<Double, T> fromDouble;

    FloatingSerializer(Class<?> type, boolean single, Function<Double, T> fromDouble) {
      super(type, fromDouble.apply(0.0));
      this.single = single;
      this.fromDouble = fromDouble;
    }

    @Override
    public void write(Kryo kryo, Output out, T value) {
      if (single) {
        out.writeByte(KryoKinds.FLOAT);
        out.writeFloat((Float) value);
      } else {
        out.writeByte(KryoKinds.DOUBLE);
        out.writeDouble((Double) value);
      }
    }

    @Override
    T readData(Kryo kryo, WireInput in, int kind) {
      double value =
          switch (kind) {
            case KryoKinds.FLOAT -> in.readFloat();
            case KryoKinds.DOUBLE -> in.readDouble();
            case KryoKinds.INTEGER -> exact(in.readVarLong(false));
            default -> throw ValueFailure.mismatch("a number for " + name, kind);
          };
      if (single && Double.compare((float) value, value) != 0) {
        throw doesNotFit(name);
      }
      return fromDouble.apply(value);
    }

    /** Integers up to 2^53 are exact in a double. */
    private double exact(long value) {
      if (value > 1L << 53 || value < -(1L << 53)) {
        throw doesNotFit(name);
      }
      return value;
    }
  }

  private static ValueFailure doesNotFit(String name) {
    return new ValueFailure(
        "the number does not fit into " + name + ": declare a wider type before writers use it");
  }
}
