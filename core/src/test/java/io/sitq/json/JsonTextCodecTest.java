package io.sitq.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.TaskSerializationException;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Limits;
import io.sitq.spi.ValueCodec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTextCodecTest {
  private final ValueCodec codec = new JsonSerializer().codecFor(JsonText.class, "divide");

  @Test
  void anyJsonValueIsWrittenWithoutSpacesAndItsNumbersAsTheyAre() {
    assertThat(compact(" { \"a\" : 10 , \"b\" : [ 1.00, 1e400, -0, true, null, \"ü\\n\" ] } \n"))
        .isEqualTo("{\"a\":10,\"b\":[1.00,1e400,-0,true,null,\"ü\\n\"]}");
    assertThat(compact("123456789012345678901234567890.10"))
        .isEqualTo("123456789012345678901234567890.10");
    assertThat(compact("null")).isEqualTo("null");
    assertThat(codec.decode(ByteSlice.of(codec.encode(new JsonText(" [ ] ")))))
        .isEqualTo(new JsonText("[]"));
  }

  @Test
  void whatIsNoJsonIsRefusedWithLineColumnAndReason() {
    assertRefused("{\"a\":1,\n\"b\":}", "line 2, column 5", "Unexpected character");
    assertRefused("{a:1}", "line 1, column 2", "Unexpected character");
    assertRefused("{\"a\":1", "Unexpected end-of-input");
    assertRefused("{\"a\":password}", "line 1, column 6", "text needs double quotes");
    assertRefused("[1,]", "line 1");
    assertRefused("", "exactly one JSON value is wanted, there is none");
    assertRefused("  ", "exactly one JSON value is wanted, there is none");
    assertRefused("1 2", "exactly one JSON value is wanted, more follows in line 1, column 3");
    assertRefused("{} x", "line 1");
    assertRefused("NaN", "line 1");
    assertRefused("'a'", "line 1");
    assertRefused("[".repeat(65), "a limit is exceeded");
    assertRefused("\"" + "x".repeat(Limits.ENVELOPE_BYTES) + "\"", "limit");
  }

  @Test
  void withoutADeclaredTypeTheTextIsTheValue() {
    ValueCodec any = new JsonSerializer().codecFor(Object.class, "result");
    assertThat(any.decode(ByteSlice.of("{\"a\": 1}".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(new JsonText("{\"a\":1}"));
    assertThat(any.encode(null)).isEqualTo("null".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> any.encode(new Object()))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("java.lang.Object has no declared type");
    assertThatThrownBy(() -> any.decode(ByteSlice.of(new byte[] {'{', (byte) 0xff})))
        .isInstanceOf(TaskSerializationException.class);
  }

  private String compact(String text) {
    return new String(codec.encode(new JsonText(text)), StandardCharsets.UTF_8);
  }

  private void assertRefused(String text, String... message) {
    assertThatThrownBy(() -> codec.encode(new JsonText(text)))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageStartingWith("divide can't be encoded")
        .hasMessageContainingAll(message)
        .hasMessageNotContaining("password");
  }
}
