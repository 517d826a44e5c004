package io.sitq.json;

import io.sitq.spi.Limits;
import java.io.ByteArrayOutputStream;

/** Bytes up to the limit, so that a huge value ends in an error and not in a huge array. */
final class BoundedBytes extends ByteArrayOutputStream {
  /** More was written than may be stored. */
  static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Full() {
      super(
          "it takes more than "
              + Limits.ENVELOPE_BYTES
              + " bytes, the limit: store the data elsewhere and pass where it is",
          null,
          false,
          false);
    }
  }

  @Override
  public synchronized void write(int b) {
    require(1);
    super.write(b);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    require(length);
    super.write(bytes, offset, length);
  }

  private void require(int more) {
    if (count > Limits.ENVELOPE_BYTES - more) {
      throw new Full();
    }
  }
}
