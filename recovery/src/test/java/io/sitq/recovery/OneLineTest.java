package io.sitq.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
  @Test
  void control_characters_become_blanks() {
    assertThat(OneLine.of("a\nb\rc\u001bd\u2028e\u202ef\u009bg")).isEqualTo("a b c d e f g");
  }

  @Test
  void a_long_text_is_cut_with_a_mark_and_none_is_empty() {
    assertThat(OneLine.of("x".repeat(201))).isEqualTo("x".repeat(200) + "…");
    assertThat(OneLine.of("x".repeat(200))).isEqualTo("x".repeat(200));
    assertThat(OneLine.of(null)).isEmpty();
  }
}
