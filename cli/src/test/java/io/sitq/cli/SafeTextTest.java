package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {
  private static final String HOSTILE = "a\u001b[2J\u0007b\u009b31mc\rd\u202ee\tf\ng";

  @Test
  void dropsWhatATerminalWouldObeyAndKeepsTabsAndLines() {
    assertThat(SafeText.of(HOSTILE)).isEqualTo("a[2Jb31mcde\tf\ng");
  }

  @Test
  void makesOneLineOfBoundedLength() {
    assertThat(SafeText.line("  one\n\ttwo   three ", 100)).isEqualTo("one two three");
    assertThat(SafeText.line("abcdef", 4)).isEqualTo("abc…");
  }

  @Test
  void escapesInJsonWhatJsonLeavesAlone() {
    String json = Json.text(Json.object().put("error", HOSTILE));

    assertThat(json)
        .isEqualTo("{\"error\":\"a\\u001B[2J\\u0007b\\u009b31mc\\rd\\u202ee\\tf\\ng\"}");
    assertThat(Json.MAPPER.readTree(json).get("error").asString()).isEqualTo(HOSTILE);
  }
}
