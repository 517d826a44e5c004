package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  @Test
  void keepsTheTextOfAnObjectAsItIs() {
    String text = "{\"n\": 1.10, \"big\": 12345678901234567890}";

    assertThat(Json.requireObject(text, "JSON argument")).isSameAs(text);
  }

  @Test
  void saysLineAndColumnOfWhatIsNoJson() {
    assertThatThrownBy(() -> Json.requireObject("{\"a\":1,\n \"b\" 2}", "standard input"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("standard input is no JSON at line 2, column 6")
        .hasMessageContaining("single quotes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[1]|ARRAY", "5|NUMBER", "''|empty", "null|NULL", "'\"x\"'|STRING"})
  void refusesWhatIsNoObject(String text, String what) {
    assertThatThrownBy(() -> Json.requireObject(text, "JSON argument"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("must be a JSON object")
        .hasMessageContaining(what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"a\":1} x", "{\"a\":1,\"a\":2}", "{a:1}"})
  void refusesWhatOthersMightReadDifferently(String text) {
    assertThatThrownBy(() -> Json.requireObject(text, "JSON argument"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no JSON at line 1");
  }
}
