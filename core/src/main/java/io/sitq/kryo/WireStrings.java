package io.sitq.kryo;

import com.esotericsoftware.kryo.io.Output;

/** Strings that are written so often that they are encoded once. */
final class WireStrings {
  private WireStrings() {}

  static byte[] encoded(String text) {
    Output out = new Output(64, -1);
    out.writeString(text);
    return out.toBytes();
  }
}
