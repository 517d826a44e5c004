package io.sitq.json;

import static io.sitq.json.JsonSerializerTest.decode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sitq.TaskSerializationException;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Limits;
import io.sitq.spi.ValueCodec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

@SuppressWarnings("ArrayRecordComponent") // arrays are supported, whatever one thinks of them
class JsonBindingTest {
  record Line(String sku, int count, Double price) {}

  record Order(List<Line> lines, LocalDate day) {}

  record Defaults(
      int i,
      boolean z,
      char c,
      double d,
      Integer boxed,
      String text,
      Optional<String> note,
      List<Line> lines,
      Set<String> set,
      Map<String, String> map,
      int[] ints,
      String[] texts) {}

  record Chain(Chain next) {}

  record Positive(int value) {
    Positive {
      if (value <= 0) {
        throw new IllegalArgumentException("secret");
      }
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  record Annotated(int a) {}

  @Test
  void whatIsMissingBecomesZeroFalseNullOrEmpty() {
    Defaults defaults = (Defaults) decode(Defaults.class, "{}");
    assertThat(defaults.i()).isZero();
    assertThat(defaults.z()).isFalse();
    assertThat(defaults.c()).isEqualTo('\0');
    assertThat(defaults.d()).isZero();
    assertThat(defaults.boxed()).isNull();
    assertThat(defaults.text()).isNull();
    assertThat(defaults.note()).isEmpty();
    assertThat(defaults.lines()).isEmpty();
    assertThat(defaults.set()).isEmpty();
    assertThat(defaults.map()).isEmpty();
    assertThat(defaults.ints()).isEmpty();
    assertThat(defaults.texts()).isEmpty();
  }

  @Test
  void whatIsNotKnownIsIgnored() {
    assertThat(decode(Line.class, "{'x':{'y':[1]},'count':3,'sku':'a'}"))
        .isEqualTo(new Line("a", 3, null));
    assertThat(decode(Annotated.class, "{'@class':'java.io.File','a':1}"))
        .isEqualTo(new Annotated(1));
  }

  @Test
  void anotherTypeIsRefusedWithThePath() {
    assertRefused(Order.class, "{'lines':[{},{'count':'7'}]}", "lines[1].count", "no int");
    assertRefused(Order.class, "{'lines':[{'count':1.5}]}", "lines[0].count", "no int");
    assertRefused(Order.class, "{'lines':[{'count':true}]}", "lines[0].count", "no int");
    assertRefused(Order.class, "{'lines':[{'count':null}]}", "lines[0].count", "no int");
    assertRefused(Order.class, "{'lines':[{'count':{}}]}", "lines[0].count", "no int");
    assertRefused(
        Order.class, "{'lines':[{'count':3000000000}]}", "lines[0].count", "fit into int");
    assertRefused(Order.class, "{'lines':[{'price':'1.5'}]}", "lines[0].price", "Double");
    assertRefused(Order.class, "{'lines':[{'sku':12345}]}", "lines[0].sku", "String");
    assertRefused(Order.class, "{'lines':{}}", "lines", "List");
    assertRefused(Order.class, "{'day':'secretday'}", "day", "LocalDate");
    assertRefused(Order.class, "{'day':12345}", "day", "LocalDate");
    assertRefused(JsonSerializerTest.Color.class, "'secret'", "", "Color");
    assertRefused(JsonSerializerTest.Color.class, "0", "", "Color");
    assertRefused(JsonSerializerTest.Payment.class, "{'secret':1}", "", "no subtype of");
    assertRefused(JsonSerializerTest.Payment.class, "{'card':null}", "", "");
    assertRefused(Void.class, "1", "", "Void");
  }

  @Test
  void anIntegerIsAGoodDouble() {
    assertThat(decode(Line.class, "{'price':2}")).isEqualTo(new Line(null, 0, 2.0));
  }

  @Test
  void damagedJsonIsRefusedWithTheLineAndWithoutTheText() {
    assertRefused(Line.class, "{'sku': secret}", null, "invalid JSON", "line 1, column");
    assertRefused(Line.class, "{'sku':'secret", null, "invalid JSON");
    assertRefused(Line.class, "{} {'secret':1}", "", "");
    assertRefused(Line.class, "", "", "");
  }

  @Test
  void depthAndLengthAreBounded() {
    assertRefused(Chain.class, "{'next':".repeat(100) + "null" + "}".repeat(100), null, "depth");
    assertRefused(Line.class, "{'x':" + "[".repeat(100) + "]".repeat(100) + "}", null, "depth");
    Chain chain = null;
    for (int i = 0; i < 100; i++) {
      chain = new Chain(chain);
    }
    Chain deep = chain;
    assertThatThrownBy(() -> JsonSerializerTest.codec(Chain.class).encode(deep))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("depth");
    assertThatThrownBy(
            () -> JsonSerializerTest.codec(String.class).encode("x".repeat(Limits.ENVELOPE_BYTES)))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("takes more than 1048576 bytes");
    List<String> endless =
        new AbstractList<>() {
          @Override
          public String get(int index) {
            return "x".repeat(1000);
          }

          @Override
          public int size() {
            return Integer.MAX_VALUE;
          }
        };
    Type texts = new TypeOf<List<String>>() {}.type();
    assertThatThrownBy(() -> JsonSerializerTest.codec(texts).encode(endless))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("takes more than 1048576 bytes");
    assertRefused(String.class, " ".repeat(Limits.ENVELOPE_BYTES + 1), "", "the limit is 1048576");
    assertRefused(java.math.BigInteger.class, "1".repeat(30_000), null, "limit");
  }

  @Test
  void whatAConstructorThrowsIsTheCauseAndNotInTheMessage() {
    assertThatThrownBy(() -> decode(Positive.class, "{'value':0}"))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContainingAll(Positive.class.getName(), "IllegalArgumentException")
        .hasMessageNotContaining("secret")
        .hasRootCauseMessage("secret");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void aValueOfAnotherTypeThanDeclaredIsRefused() {
    List polluted = List.of("x", 1);
    Type texts = new TypeOf<List<String>>() {}.type();
    assertThatThrownBy(() -> JsonSerializerTest.codec(texts).encode(polluted))
        .isInstanceOf(TaskSerializationException.class);
    assertThatThrownBy(() -> JsonSerializerTest.codec(Line.class).encode(new Positive(1)))
        .isInstanceOf(TaskSerializationException.class);
    assertThatThrownBy(() -> JsonSerializerTest.codec(Void.class).encode("x"))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("Void");
  }

  @Test
  void randomAndChangedBytesNeverThrowAnythingElse() {
    Random random = new Random(11);
    ValueCodec[] codecs = {
      JsonSerializerTest.codec(Order.class),
      JsonSerializerTest.codec(JsonSerializerTest.Times.class),
      JsonSerializerTest.codec(JsonSerializerTest.Order.class),
      JsonSerializerTest.codec(JsonText.class)
    };
    byte[] valid =
        ("{\"lines\":[{\"sku\":\"a\",\"count\":3,\"price\":1.5}],\"day\":\"2026-01-02\","
                + "\"instant\":\"2026-01-02T03:04:05Z\",\"duration\":\"PT1S\",\"zone\":\"UTC\","
                + "\"payment\":{\"wallet\":{\"fallbacks\":[{\"cash\":\"COINS\"}]}}}")
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = i % 3 == 0 ? new byte[random.nextInt(30)] : valid.clone();
      if (i % 3 == 0) {
        random.nextBytes(bytes);
      } else {
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
        }
      }
      try {
        codecs[i % codecs.length].decode(ByteSlice.of(bytes));
      } catch (TaskSerializationException expected) {
        assertThat(expected.getMessage()).startsWith("sample can't be decoded");
      }
    }
  }

  private static void assertRefused(Type type, String json, String path, String... message) {
    assertThatThrownBy(() -> decode(type, json))
        .isInstanceOfSatisfying(
            TaskSerializationException.class,
            e -> {
              if (path != null) {
                assertThat(e.path()).isEqualTo(path);
              }
              assertThat(e.getCause()).isNull();
            })
        .hasMessageStartingWith("sample can't be decoded")
        .hasMessageContainingAll(message)
        .hasMessageNotContainingAny("secret", "12345", "Source:");
  }
}
