package io.sitq.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.spi.AttemptFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactsTest {
  private static final AttemptFacts FACTS =
      new AttemptFacts(
          "divide",
          2,
          1,
          "host-7k3a9q",
          1_700_000_000_000L,
          1_700_000_000_050L,
          1_700_000_000_062L);

  @Test
  void facts_are_packed_into_eight_words() {
    assertThat(Bytes.text(Facts.pack(FACTS, "kryo")))
        .isEqualTo("divide 2 1 host-7k3a9q 1700000000000 50 12 kryo");
  }

  @Test
  void what_is_packed_is_unpacked() {
    Facts facts = Facts.unpack(Bytes.text(Facts.pack(FACTS, "json")));

    assertThat(facts).isEqualTo(new Facts(FACTS, "json"));
  }

  @Test
  void no_value_means_no_codec() {
    assertThat(Facts.unpack(Bytes.text(Facts.pack(FACTS, null))).codec()).isNull();
  }

  @Test
  void a_typical_success_stays_in_the_compact_form_of_a_hash() {
    assertThat(Facts.pack(FACTS, "kryo")).hasSizeLessThanOrEqualTo(64);
  }

  @Test
  void clocks_that_disagree_survive() {
    AttemptFacts skewed = new AttemptFacts("t", 1, 0, "w", 2_000, 1_500, 1_400);

    assertThat(Facts.unpack(Bytes.text(Facts.pack(skewed, null))).attempt()).isEqualTo(skewed);
  }

  @Test
  void names_with_spaces_do_not_move_the_words() {
    AttemptFacts hostile = new AttemptFacts("a b\nc", 1, 0, "w", 1, 1, 1);

    assertThat(Facts.unpack(Bytes.text(Facts.pack(hostile, null))).attempt().task())
        .isEqualTo("a_b_c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a b c d e f g h", "t 1 0 w 1 1 1 - more", "t x 0 w 1 1 1 -"})
  void what_is_no_facts_is_nothing(String text) {
    assertThat(Facts.unpack(text)).isNull();
  }
}
