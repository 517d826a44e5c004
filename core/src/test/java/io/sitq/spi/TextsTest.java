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

  /** ESC, CR, LF, BEL, DEL, C1 (CSI, NEL), line separator, bidi override, isolate and mark. */
  private static final String HOSTILE =
      "\u001b[2J\r\n\u0007\u007f\u009b31m\u0085\u2028\u202e\u2066\u200f\u061cend";

  @Test
  void one_line_holds_nothing_that_acts_on_a_screen() {
    String line = Texts.oneLine(HOSTILE, 100, '?');

    assertThat(line).isEqualTo("?[2J?????31m??????end");
    assertThat(unsafe(line)).isZero();
    assertThat(unsafe(Texts.quoted(HOSTILE))).isZero();
    String plain = "naïve \u4f60\u597d \ud83d\ude00 \u05e9\u05dc\u05d5\u05dd";
    assertThat(Texts.oneLine(plain, 100, '?')).as("scripts and emoji").isEqualTo(plain);
  }

  @Test
  void one_line_is_cut_between_characters() {
    assertThat(Texts.oneLine("abc", 3, ' ')).isEqualTo("abc");
    assertThat(Texts.oneLine("abcd", 3, ' ')).isEqualTo("abc…");
    assertThat(Texts.oneLine("ab\ud83d\ude00", 3, ' ')).isEqualTo("ab…");
  }

  @Test
  void quoted_text_shows_control_characters_and_no_escape_sequences() {
    assertThat(Texts.quoted("a\n\u001b[31mb\u009b")).isEqualTo("\"a\\u000a\\u001b[31mb\\u009b\"");
    assertThat(Texts.quoted("x".repeat(200))).hasSize(83).endsWith("…\"");
  }

  private static long unsafe(String text) {
    return text.chars().filter(c -> Texts.isUnsafe((char) c)).count();
  }
}
