package io.sitq.kryo;

import io.sitq.spi.Serializer;
import io.sitq.spi.ValueCodec;
import io.sitq.spi.ValueType;
import java.lang.reflect.Type;

/**
 * Values by declared type, on Kryo: codec {@code kryo}. Only classes that are reachable from the
 * types that codecs were made for can be decoded, and nothing in the bytes is ever a class to load.
 * Thread-safe.
 *
 * <p>Any list, set or map is accepted; what is decoded is unmodifiable, keeps the order and may
 * hold nulls. Records are matched by the names of their components: what the bytes don't have
 * becomes 0, false, null, or empty; what the record doesn't have is skipped; numbers may be
 * widened.
 *
 * <p>The codec for {@code Object.class} encodes JDK value types by their runtime class. It decodes
 * what describes itself: integers as {@code Long}, lists, sets and arrays of objects as lists, enum
 * constants as their names, and records as maps from component names to values.
 */
public final class KryoSerializer implements Serializer {
  /** The name of the codec in envelopes and results. */
  public static final String CODEC = "kryo";

  private final StableIds ids = new StableIds();
  private final ReusePool<Workspace> workspaces = new ReusePool<>(() -> new Workspace(ids));

  /** A serializer that knows no classes yet. */
  public KryoSerializer() {}

  @Override
  public String codec() {
    return CODEC;
  }

  @Override
  public ValueCodec codecFor(Type type, String subject) {
    ValueType declared = ValueType.of(type, subject);
    return new KryoValueCodec(
        subject, new SerializerBuilder(ids).serializerOf(declared), workspaces);
  }
}
