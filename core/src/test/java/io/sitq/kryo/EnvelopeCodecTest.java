package io.sitq.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.Backoff;
import io.sitq.TaskSerializationException;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Envelope;
import io.sitq.spi.ExecutionOptions;
import io.sitq.spi.Limits;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnvelopeCodecTest {
  private final EnvelopeCodec codec = new EnvelopeCodec();

  @Test
  void aPlainEnvelopeIsTheseBytes() {
    Envelope envelope =
        new Envelope(
            "default:a1",
            "divide",
            "kryo",
            1_764_000_000_000L,
            ExecutionOptions.DEFAULTS,
            Map.of(),
            ByteSlice.of(new byte[] {1, 2, 3}));
    assertThat(HexFormat.of().formatHex(codec.encode(envelope)))
        .isEqualTo(
            "01" // version
                + "6b7279ef" // codec
                + "80d0dfb4ab33" // enqueued at
                + "00" // options
                + "03010203"); // payload
    assertSame(
        envelope,
        codec.decode(envelope.id(), envelope.task(), ByteSlice.of(codec.encode(envelope))));
  }

  @Test
  void anEnvelopeWithAllOptionsIsTheseBytes() {
    assertThat(HexFormat.of().formatHex(codec.encode(full())))
        .isEqualTo(
            "01"
                + "6a736fee" // codec
                + "01" // enqueued at
                + "3f" // options
                + "05" // max attempts
                + "02"
                + "0100"
                + "901c00"
                + "000000000000e03f" // backoff
                + "f403" // timeout
                + "e0d403" // result TTL
                + "01"
                + "74726163e5"
                + "81" // headers
                + "017b"); // payload
    assertSame(full(), codec.decode("q:x", "mail.send", ByteSlice.of(codec.encode(full()))));
  }

  @Test
  void thePayloadIsAPartOfTheSameArray() {
    byte[] encoded = codec.encode(full());
    byte[] around = new byte[encoded.length + 7];
    System.arraycopy(encoded, 0, around, 3, encoded.length);
    Envelope decoded = codec.decode("q:x", "t", ByteSlice.of(around, 3, encoded.length));
    assertThat(decoded.payload().array()).isSameAs(around);
    assertThat(decoded.payload().offset()).isEqualTo(3 + encoded.length - 1);
    assertThat(decoded.payload().length()).isEqualTo(1);
  }

  @Test
  void anotherVersionIsRefusedWithBoth() {
    byte[] bytes = codec.encode(full());
    bytes[0] = 2;
    assertRefused(bytes, "format version 2", "reads version 1");
  }

  @Test
  void whatIsCutOrLengthenedIsRefused() {
    byte[] bytes = codec.encode(full());
    for (int length = 0; length < bytes.length; length++) {
      int cut = length;
      assertThatThrownBy(() -> codec.decode("q:x", "t", ByteSlice.of(bytes, 0, cut)))
          .isInstanceOf(TaskSerializationException.class);
    }
    byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 2);
    assertRefused(longer, "2 bytes after the payload");
    assertRefused(new byte[Limits.ENVELOPE_BYTES + 1], "the limit is 1048576");
  }

  @Test
  void idsAndNamesBesideTheBytesAreCheckedToo() {
    ByteSlice bytes = ByteSlice.of(codec.encode(full()));
    assertThatThrownBy(() -> codec.decode("q:\n", "t", bytes))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("its id has characters that are not allowed");
    assertThatThrownBy(() -> codec.decode("q:x", "t\u001b[2J", bytes))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("its task has characters that are not allowed");
  }

  @Test
  void optionsOfALaterVersionAreRefused() {
    byte[] bytes =
        codec.encode(
            new Envelope(
                "q:x", "t", "kryo", 1, ExecutionOptions.DEFAULTS, Map.of(), full().payload()));
    assertThat(bytes[bytes.length - 3]).isZero();
    bytes[bytes.length - 3] = 64;
    assertRefused(bytes, "options of a later version");
  }

  @Test
  void namesAndHeadersBeyondTheirLimitsAreRefusedWhenWritten() {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 33; i++) {
      many.put("h" + i, "x");
    }
    assertNotWritten("q:x", many, "33 headers, the limit is 32");
    assertNotWritten("q:x", Map.of("", "x"), "a header's name has 0 characters");
    assertNotWritten("q:x", Map.of("h", "x".repeat(4097)), "4097 characters");
    assertNotWritten("", Map.of(), "its id has 0 characters");
    assertNotWritten("q:" + "x".repeat(300), Map.of(), "its id has 302 characters");
    assertNotWritten("q:\n", Map.of(), "not allowed");
  }

  @Test
  void optionsThatWouldOverflowAreRefusedWhenWritten() {
    assertNotWritten(new ExecutionOptions(-1, null, 0, 0, true), "max attempts");
    assertNotWritten(new ExecutionOptions(0, null, Long.MAX_VALUE, 0, true), "timeout");
    assertNotWritten(new ExecutionOptions(0, null, 0, Long.MAX_VALUE, true), "result TTL");
  }

  @Test
  void headersComeBackInOrder() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : new String[] {"z", "ä b", "a"}) {
      headers.put(name, name + "\n€");
    }
    Envelope envelope = with("q:x", headers);
    Map<String, String> decoded =
        codec
            .decode(envelope.id(), envelope.task(), ByteSlice.of(codec.encode(envelope)))
            .headers();
    assertThat(decoded).containsExactlyEntriesOf(headers);
    assertThatThrownBy(decoded::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void anEnvelopeAboveTheLimitHasItsRealLengthForWhoRefusesIt() {
    byte[] payload = new byte[Limits.ENVELOPE_BYTES];
    Envelope envelope =
        new Envelope(
            "q:x", "t", "k", 1, ExecutionOptions.DEFAULTS, Map.of(), ByteSlice.of(payload));
    assertThat(codec.encode(envelope)).hasSizeGreaterThan(Limits.ENVELOPE_BYTES);
  }

  @Test
  void changedBytesNeverThrowAnythingElse() {
    Random random = new Random(7);
    byte[] valid = codec.encode(full());
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = i % 2 == 0 ? valid.clone() : new byte[random.nextInt(80)];
      if (i % 2 == 0) {
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      } else {
        random.nextBytes(bytes);
      }
      try {
        assertThat(codec.decode("q:x", "t", ByteSlice.of(bytes)).payload().length())
            .isNotNegative();
      } catch (TaskSerializationException expected) {
        assertThat(expected.getMessage()).startsWith("envelope can't be decoded");
      }
    }
  }

  private void assertRefused(byte[] bytes, String... message) {
    assertThatThrownBy(() -> codec.decode("q:x", "t", ByteSlice.of(bytes)))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContainingAll(message);
  }

  private void assertNotWritten(String id, Map<String, String> headers, String message) {
    assertThatThrownBy(() -> codec.encode(with(id, headers)))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining(message);
  }

  private void assertNotWritten(ExecutionOptions options, String message) {
    Envelope envelope =
        new Envelope("q:x", "t", "kryo", 1, options, Map.of(), ByteSlice.of(new byte[0]));
    assertThatThrownBy(() -> codec.encode(envelope))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining(message);
  }

  private static Envelope with(String id, Map<String, String> headers) {
    return new Envelope(
        id, "t", "kryo", 1, ExecutionOptions.DEFAULTS, headers, ByteSlice.of(new byte[0]));
  }

  private static Envelope full() {
    Backoff backoff =
        new Backoff(Backoff.Kind.EXPONENTIAL, Duration.ofSeconds(1), Duration.ofHours(1), 0.5);
    return new Envelope(
        "q:x",
        "mail.send",
        "json",
        1,
        new ExecutionOptions(5, backoff, 500, 60_000, false),
        Map.of("trace", ""),
        ByteSlice.of(new byte[] {'{'}));
  }

  private static void assertSame(Envelope expected, Envelope actual) {
    assertThat(actual).usingRecursiveComparison().ignoringFields("payload").isEqualTo(expected);
    assertThat(actual.payload().toByteArray()).isEqualTo(expected.payload().toByteArray());
  }
}
