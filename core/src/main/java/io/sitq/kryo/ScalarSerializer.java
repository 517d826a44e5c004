package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;

/** A type with one kind of its own. */
final class ScalarSerializer<T> extends ValueSerializer<T> {
  interface DataWriter<T> {
    void write(Output out, T value);
  }

  interface DataReader<T> {
    T read(WireInput in);
  }

  private final Class<T> type;
  private final int kind;
  private final DataWriter<T> writer;
  private final DataReader<T> reader;

  ScalarSerializer(Class<T> type, int kind, DataWriter<T> writer, DataReader<T> reader) {
    this.type = type;
    this.kind = kind;
    this.writer = writer;
    this.reader = reader;
  }

  int kind() {
    return kind;
  }

  Class<T> type() {
    return type;
  }

  @Override
  public void write(Kryo kryo, Output out, T value) {
    out.writeByte(kind);
    writer.write(out, value);
  }

  @Override
  T readData(Kryo kryo, WireInput in, int found) {
    if (found != kind) {
      throw ValueFailure.mismatch(KryoKinds.nameOf(kind), found);
    }
    return reader.read(in);
  }
}
