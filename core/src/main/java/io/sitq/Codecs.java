package io.sitq;

import io.sitq.spi.ByteSlice;
import io.sitq.spi.EncodedValue;
import io.sitq.spi.Serializer;
import io.sitq.spi.ValueCodec;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The serializers of a queue by name, and their codecs, each made once. */
final class Codecs {
  private final Map<String, Serializer> serializers = new LinkedHashMap<>();
  private final Map<Key, ValueCodec> made = new ConcurrentHashMap<>();
  private final Serializer writer;

  private record Key(String codec, Type type) {}

  /** The first one writes what callers enqueue; all of them read. */
  Codecs(List<Serializer> serializers) {
    this.writer = serializers.get(0);
    for (Serializer serializer : serializers) {
      if (this.serializers.put(serializer.codec(), serializer) != null) {
        throw new ConfigurationException(
            "serializers", "must have different codec names", serializer.codec());
      }
    }
  }

  String writerName() {
    return writer.codec();
  }

  /** The codec that encodes what callers enqueue. */
  ValueCodec writerFor(Type type, String subject) {
    return codec(writer, type, subject);
  }

  /** A codec by the name of its serializer. */
  ValueCodec named(String codec, Type type, String subject) {
    Serializer serializer = serializers.get(codec);
    if (serializer == null) {
      throw new TaskSerializationException(
          subject,
          "",
          subject
              + " is encoded with codec '"
              + codec
              + "', this queue has "
              + serializers.keySet()
              + ": give the builder a serializer for it",
          null);
    }
    return codec(serializer, type, subject);
  }

  @Nullable Object decode(EncodedValue value, Type type, String subject) {
    return named(value.codec(), type, subject).decode(ByteSlice.of(value.bytes()));
  }

  private ValueCodec codec(Serializer serializer, Type type, String subject) {
    return made.computeIfAbsent(
        new Key(serializer.codec(), type), key -> serializer.codecFor(type, subject));
  }
}
