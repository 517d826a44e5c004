package io.sitq.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.io.Output;
import io.sitq.TaskSerializationException;
import io.sitq.TaskValidationException;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Envelope;
import io.sitq.spi.Limits;
import io.sitq.spi.Names;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits on the texts of an envelope, for bytes that no producer of ours has written. */
class EnvelopeLimitsTest {
  private static final int HEADERS = 32;

  private final EnvelopeCodec codec = new EnvelopeCodec();

  @Test
  void headersAreAtMost32() {
    assertThat(read("q:x", "t", headers(32, "h", "v")).headers()).hasSize(32);
    assertRefused("it has 33 headers, the limit is 32", "q:x", "t", headers(33, "h", "v"));
  }

  @Test
  void aHeadersNameHasAtMost128Characters() {
    assertThat(read("q:x", "t", headers(1, "h".repeat(128), "v")).headers()).hasSize(1);
    assertRefused(
        "a header's name has 129 characters", "q:x", "t", headers(1, "h".repeat(129), "v"));
    assertRefused("a header's name has 0 characters", "q:x", "t", headers(1, "", "v"));
  }

  @Test
  void aHeadersValueHasAtMost4096Characters() {
    assertThat(read("q:x", "t", headers(1, "h", "v".repeat(4096))).headers().get("h"))
        .hasSize(Limits.HEADER_VALUE_CHARS);
    assertRefused("a header has 4097 characters", "q:x", "t", headers(1, "h", "v".repeat(4097)));
  }

  @Test
  void allHeadersTogetherStayWithinWhatTheirLimitsAllow() {
    Envelope fullest = read("q:x", "t", headers(32, "h".repeat(126), "€".repeat(4096)));
    assertThat(fullest.headers()).hasSize(32);
    assertThat(codec.encode(fullest)).hasSizeLessThan(Limits.ENVELOPE_BYTES / 2);
  }

  @Test
  void aTasksNameIsAtMostAsLongAsAClassNameOf512() {
    byte[] plain = headers(1, "h", "v");
    assertThat(read("q:x", "t".repeat(512), plain).task()).hasSize(512);
    assertRefused("its task has 513 characters", "q:x", "t".repeat(513), plain);
    assertThat(Names.requireTask("t".repeat(512))).hasSize(512);
    assertThatThrownBy(() -> Names.requireTask("t".repeat(513)))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("task name must be");
  }

  @Test
  void anIdHasAtMost128CharactersBesideItsQueue() {
    byte[] plain = headers(1, "h", "v");
    String longest = "q".repeat(128) + ":" + "x".repeat(128);
    assertThat(read(longest, "t", plain).id()).isEqualTo(longest);
    assertRefused("its id has 258 characters", longest + "x", "t", plain);
    assertThatThrownBy(() -> Names.queueOf("q:" + "x".repeat(129)))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("id must be");
  }

  @Test
  void aCodecsNameHasAtMost16Characters() {
    assertRefused("its codec has 17 characters", "q:x", "t", envelope("c".repeat(17), Map.of()));
  }

  private Envelope read(String id, String task, byte[] bytes) {
    return codec.decode(id, task, ByteSlice.of(bytes));
  }

  private void assertRefused(String message, String id, String task, byte[] bytes) {
    assertThatThrownBy(() -> read(id, task, bytes))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining(message);
  }

  /** The first has this name, the others one with a number. */
  private static byte[] headers(int count, String name, String value) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      headers.put(i == 0 ? name : name + i, value);
    }
    return envelope("kryo", headers);
  }

  /** Written past the checks of the encoder, as somebody else would. */
  private static byte[] envelope(String codec, Map<String, String> headers) {
    Output out = new Output(1024, -1);
    out.writeByte(EnvelopeCodec.VERSION);
    out.writeString(codec);
    out.writeVarLong(1, true);
    out.writeByte(headers.isEmpty() ? 0 : HEADERS);
    if (!headers.isEmpty()) {
      out.writeVarInt(headers.size(), true);
      headers.forEach(
          (name, value) -> {
            out.writeString(name);
            out.writeString(value);
          });
    }
    out.writeVarInt(0, true);
    return out.toBytes();
  }
}
