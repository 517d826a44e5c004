package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;

/** No value but null. */
final class VoidSerializer extends ValueSerializer<Object> {
  @Override
  public void write(Kryo kryo, Output out, Object value) {
    throw new ValueFailure(
        "the declared type is Void, a " + value.getClass().getName() + " was given: return null");
  }

  @Override
  Object readData(Kryo kryo, WireInput in, int kind) {
    throw ValueFailure.mismatch("nothing (Void)", kind);
  }
}
