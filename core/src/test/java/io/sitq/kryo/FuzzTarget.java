package io.sitq.kryo;

import io.sitq.TaskSerializationException;
import io.sitq.json.JsonSerializer;
import io.sitq.json.JsonText;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Envelope;
import io.sitq.spi.Serializer;
import io.sitq.spi.ValueCodec;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Something that reads bytes from anybody: an envelope and the payload in it, or a value. What it
 * may do with them is refuse them by a {@link TaskSerializationException}, or read what it can
 * write and read again.
 */
final class FuzzTarget {
  /** In an order that is the same in every run, so that a seed and a round are one input. */
  private static final Map<String, Serializer> SERIALIZERS =
      new TreeMap<>(Map.of("kryo", new KryoSerializer(), "json", new JsonSerializer()));

  private final String name;
  private final byte[] valid;
  private final Reader reader;

  /**
   * What a failure says that nobody has thought of; after all that the bytes themselves can say.
   */
  private static final Pattern UNFORESEEN =
      Pattern.compile("[\\w.$]+ was thrown(?: \\(line \\d+, column -?\\d+\\))?$");

  private interface Reader {
    void read(byte[] bytes);
  }

  private FuzzTarget(String name, byte[] valid, Reader reader) {
    this.name = name;
    this.valid = valid;
    this.reader = reader;
  }

  /**
   * Every kind of value in both codecs, known by type and not; and the envelopes of all of them.
   */
  static List<FuzzTarget> all() {
    List<FuzzTarget> targets = new ArrayList<>();
    GoldenSamples.values()
        .forEach(
            (name, sample) ->
                SERIALIZERS.forEach(
                    (codec, serializer) -> {
                      byte[] valid =
                          serializer.codecFor(sample.type(), name).encode(sample.value());
                      targets.add(ofValue(codec + ' ' + name, codec, sample.type(), valid));
                      Class<?> untyped = codec.equals("json") ? JsonText.class : Object.class;
                      targets.add(ofValue(codec + " untyped " + name, codec, untyped, valid));
                      GoldenSamples.envelopes()
                          .forEach(
                              (options, envelope) ->
                                  targets.add(ofEnvelope(codec, sample.type(), envelope, valid)));
                    }));
    return targets;
  }

  private static FuzzTarget ofValue(String name, String codec, Type type, byte[] valid) {
    ValueCodec values = SERIALIZERS.get(codec).codecFor(type, "sample");
    return new FuzzTarget(name, valid, bytes -> read(values, ByteSlice.of(bytes)));
  }

  private static FuzzTarget ofEnvelope(String codec, Type type, Envelope head, byte[] payload) {
    EnvelopeCodec envelopes = new EnvelopeCodec();
    Map<String, ValueCodec> values = new HashMap<>();
    SERIALIZERS.forEach((name, made) -> values.put(name, made.codecFor(type, "sample")));
    Envelope envelope =
        new Envelope(
            head.id(),
            head.task(),
            codec,
            head.enqueuedAtMillis(),
            head.options(),
            head.headers(),
            ByteSlice.of(payload));
    return new FuzzTarget(
        codec + " envelope of " + type.getTypeName(),
        envelopes.encode(envelope),
        bytes -> {
          Envelope read = envelopes.decode(head.id(), head.task(), ByteSlice.of(bytes));
          byte[] once = envelopes.encode(read);
          Envelope again = envelopes.decode(head.id(), head.task(), ByteSlice.of(once));
          same(once, envelopes.encode(again));
          if (values.containsKey(read.codec())) {
            read(values.get(read.codec()), read.payload());
          }
        });
  }

  private static void read(ValueCodec codec, ByteSlice bytes) {
    byte[] once = codec.encode(codec.decode(bytes));
    same(once, codec.encode(codec.decode(ByteSlice.of(once))));
  }

  private static void same(byte[] once, byte[] twice) {
    if (!Arrays.equals(once, twice)) {
      throw new AssertionError("what was read is written, read and written again otherwise");
    }
  }

  /**
   * Reads the bytes. Whatever else than a refusal is thrown goes on.
   *
   * @return whether they were accepted; not if they were refused as they should
   */
  boolean accepts(byte[] bytes) {
    try {
      reader.read(bytes);
      return true;
    } catch (TaskSerializationException refused) {
      String message = String.valueOf(refused.getMessage());
      if (!message.contains("can't be decoded") || UNFORESEEN.matcher(message).find()) {
        throw new AssertionError("refused without a reason: " + message, refused);
      }
      return false;
    }
  }

  /** Bytes that it accepts; not to be written to. */
  byte[] valid() {
    return valid;
  }

  @Override
  public String toString() {
    return name;
  }
}
