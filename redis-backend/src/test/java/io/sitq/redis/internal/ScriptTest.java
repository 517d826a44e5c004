package io.sitq.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptTest {
  @ParameterizedTest
  @EnumSource(Script.class)
  void every_script_says_what_goes_in_and_what_comes_out(Script script) {
    assertThat(script.text())
        .contains("-- KEYS  1")
        .contains("\n-- ARGV  ")
        .contains("\n-- Returns ");
  }

  @ParameterizedTest
  @EnumSource(Script.class)
  void every_include_is_put_in(Script script) {
    assertThat(script.text()).doesNotContain("--@include");
  }

  @ParameterizedTest
  @EnumSource(Script.class)
  void keys_are_taken_from_KEYS_and_never_built(Script script) {
    assertThat(script.text()).doesNotContain("sitq:");
  }
}
