package io.sitq.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void short_text_is_not_cut() {
    assertThat(Texts.cut("abc", 3)).isEqualTo("abc");
    assertThat(Texts.cut("", 0)).isEmpty();
  }

  @Test
  void long_text_is_cut_with_a_mark_that_says_how_much_there_was() {
    String cut = Texts.cut("x".repeat(5000), 4096);

    assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
    assertThat(cut).startsWith("xxx").endsWith("… [cut: 5000 bytes in all]");
  }

  @Test
  void no_character_is_cut_in_two() {
    for (int limit = 60; limit < 90; limit++) {
      String cut = Texts.cut("😀é".repeat(100), limit);

      assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(limit);
      assertThat(cut).doesNotContain("\ufffd");
    }
  }

  @Test
  void quoted_text_shows_control_characters_and_no_escape_sequences() {
    assertThat(Texts.quoted("a\n\u001b[31mb\u009b")).isEqualTo("\"a\\u000a\\u001b[31mb\\u009b\"");
    assertThat(Texts.quoted("x".repeat(200))).hasSize(83).endsWith("…\"");
  }
}
