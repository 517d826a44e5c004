package io.sitq.kryo;

import com.esotericsoftware.kryo.io.Output;
import io.sitq.TaskSerializationException;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Envelope;
import io.sitq.spi.Limits;
import io.sitq.spi.Texts;
import java.util.Arrays;

/**
 * Encodes and decodes envelopes. The payload is not looked at, so that a bad one can still be
 * reported by id and task; these two stand beside the envelope wherever one is kept, so that it
 * does not repeat them. Thread-safe.
 *
 * <p>Format version 1, with the building blocks of {@link KryoKinds}: a byte 1; string codec;
 * varlong, ms since 1970 when it was enqueued; a byte of flags (1 max attempts, 2 backoff, 4
 * timeout, 8 result TTL, 16 no result, 32 headers); then what the flags say, in this order: varint
 * max attempts; backoff: a byte kind (0 fixed, 1 linear, 2 exponential), initial and max each as
 * varlong seconds and varint nanoseconds, 8 bytes jitter as double; varlong timeout in ms; varlong
 * result TTL in ms; headers: varint count, name and value as strings; at last varint length of the
 * payload and the payload, with which the envelope ends.
 */
public final class EnvelopeCodec {
  /** The format that is written, and the only one that is read. */
  static final int VERSION = 1;

  private static final int HEAD_BYTES = 256;

  /** No task's options and headers need more; what the limits on them allow is below half of it. */
  private static final int MAX_HEAD_BYTES = 2 * Limits.ENVELOPE_BYTES;

  private static final int KEPT_BYTES = 64 << 10;

  private final ReusePool<Output> outputs =
      new ReusePool<>(() -> new Output(HEAD_BYTES, MAX_HEAD_BYTES));
  private final ReusePool<WireInput> inputs = new ReusePool<>(WireInput::new);

  /** A codec. */
  public EnvelopeCodec() {}

  /**
   * The envelope as bytes. May be longer than {@link Limits#ENVELOPE_BYTES}: who stores it refuses
   * that, by the length that it has.
   *
   * @throws TaskSerializationException if a name, the id, an option or the headers are beyond a
   *     limit
   */
  public byte[] encode(Envelope envelope) {
    Output out = outputs.take();
    byte[] bytes;
    try {
      EnvelopeHead.write(out, envelope);
      ByteSlice payload = envelope.payload();
      out.writeVarInt(payload.length(), true);
      bytes = Arrays.copyOf(out.getBuffer(), Math.addExact(out.position(), payload.length()));
      System.arraycopy(payload.array(), payload.offset(), bytes, out.position(), payload.length());
    } catch (RuntimeException e) {
      throw Failures.encoding("envelope of " + Texts.quoted(String.valueOf(envelope.id())), e);
    }
    if (out.getBuffer().length <= KEPT_BYTES) {
      out.reset();
      outputs.give(out);
    }
    return bytes;
  }

  /**
   * The envelope of the bytes, whose payload is a part of the same array.
   *
   * @param id what stands beside the bytes as the task's id
   * @param task what stands beside them as its name
   * @throws TaskSerializationException if they are no envelope, of another version, or beyond a
   *     limit
   */
  public Envelope decode(String id, String task, ByteSlice bytes) {
    WireInput in = inputs.take();
    Envelope envelope;
    try {
      in.open(bytes);
      envelope = EnvelopeHead.read(id, task, in, bytes);
    } catch (RuntimeException e) {
      throw Failures.decoding("envelope", e);
    }
    in.release();
    inputs.give(in);
    return envelope;
  }
}
