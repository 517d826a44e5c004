package io.sitq.kryo;

import io.sitq.TaskSerializationException;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Limits;
import io.sitq.spi.ValueCodec;
import org.jspecify.annotations.Nullable;

/** The values of one declared type. A workspace in which something was thrown is not used again. */
final class KryoValueCodec implements ValueCodec {
  private final String subject;
  private final ValueSerializer<?> root;
  private final ReusePool<Workspace> workspaces;

  KryoValueCodec(String subject, ValueSerializer<?> root, ReusePool<Workspace> workspaces) {
    this.subject = subject;
    this.root = root;
    this.workspaces = workspaces;
  }

  @Override
  public byte[] encode(@Nullable Object value) {
    Workspace workspace = workspaces.take().refreshed();
    byte[] bytes;
    try {
      ValueSerializer.writeValue(workspace.kryo(), workspace.out(), root, value);
      bytes = workspace.out().toBytes();
    } catch (RuntimeException | StackOverflowError e) {
      throw Failures.encoding(subject, e);
    }
    workspace.clear();
    workspaces.give(workspace);
    return bytes;
  }

  @Override
  public @Nullable Object decode(ByteSlice bytes) {
    if (bytes.length() > Limits.ENVELOPE_BYTES) {
      throw new TaskSerializationException(
          subject,
          "",
          subject
              + " can't be decoded: it has "
              + bytes.length()
              + " bytes, the limit is "
              + Limits.ENVELOPE_BYTES,
          null);
    }
    Workspace workspace = workspaces.take().refreshed();
    Object value;
    try {
      WireInput in = workspace.in();
      in.open(bytes);
      value = ValueSerializer.readValue(workspace.kryo(), in, root);
      if (in.remaining() > 0) {
        throw new ValueFailure(
            in.remaining() + " bytes follow the value: they were not written by this codec");
      }
    } catch (RuntimeException | StackOverflowError e) {
      throw Failures.decoding(subject, e);
    }
    workspace.clear();
    workspaces.give(workspace);
    return value;
  }
}
