package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Array;
import java.util.List;

/** Arrays of primitives, packed: a count, then the elements without kinds. */
final class PrimitiveArrays {
  interface ElementsWriter<A> {
    void write(Output out, A array, int count);
  }

  interface ElementsReader<A> {
    A read(WireInput in, int count);
  }

  private PrimitiveArrays() {}

  static List<ValueSerializer<?>> all() {
    return List.of(
        new ArraySerializer<>(
            byte[].class,
            KryoKinds.BYTES,
            1,
            (out, array, count) -> out.writeBytes(array, 0, count),
            WireInput::readBytes),
        new ArraySerializer<>(
            boolean[].class,
            KryoKinds.BOOLEANS,
            1,
            (out, array, count) -> out.writeBooleans(array, 0, count),
            WireInput::readBooleans),
        new ArraySerializer<>(
            short[].class,
            KryoKinds.SHORTS,
            2,
            (out, array, count) -> out.writeShorts(array, 0, count),
            WireInput::readShorts),
        new ArraySerializer<>(
            char[].class,
            KryoKinds.CHARS,
            2,
            (out, array, count) -> out.writeChars(array, 0, count),
            WireInput::readChars),
        new ArraySerializer<>(
            int[].class,
            KryoKinds.INTS,
            4,
            (out, array, count) -> out.writeInts(array, 0, count),
            WireInput::readInts),
        new ArraySerializer<>(
            long[].class,
            KryoKinds.LONGS,
            8,
            (out, array, count) -> out.writeLongs(array, 0, count),
            WireInput::readLongs),
        new ArraySerializer<>(
            float[].class,
            KryoKinds.FLOATS,
            4,
            (out, array, count) -> out.writeFloats(array, 0, count),
            WireInput::readFloats),
        new ArraySerializer<>(
            double[].class,
            KryoKinds.DOUBLES,
            8,
            (out, array, count) -> out.writeDoubles(array, 0, count),
            WireInput::readDoubles));
  }

  static final class ArraySerializer<A> extends ValueSerializer<A> {
    private final Class<A> type;
    private final int kind;
    private final int bytesEach;
    private final ElementsWriter<A> writer;
    private final ElementsReader<A> reader;

    ArraySerializer(
        Class<A> type,
        int kind,
        int bytesEach,
        ElementsWriter<A> writer,
        ElementsReader<A> reader) {
      this.type = type;
      this.kind = kind;
      this.bytesEach = bytesEach;
      this.writer = writer;
      this.reader = reader;
    }

    Class<A> type() {
      return type;
    }

    @Override
    public void write(Kryo kryo, Output out, A array) {
      int count = Array.getLength(array);
      out.writeByte(kind);
      out.writeVarInt(count, true);
      writer.write(out, array, count);
    }

    @Override
    A readData(Kryo kryo, WireInput in, int found) {
      if (found != kind) {
        throw ValueFailure.mismatch(KryoKinds.nameOf(kind), found);
      }
      return reader.read(in, in.readCount(bytesEach));
    }

    @Override
    @SuppressWarnings("unchecked") // an array of this very component type
    A whenMissing() {
      return (A) Array.newInstance(type.getComponentType(), 0);
    }
  }
}
