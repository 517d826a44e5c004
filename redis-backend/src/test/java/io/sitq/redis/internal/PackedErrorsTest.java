package io.sitq.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.AttemptError;
import io.sitq.spi.Limits;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackedErrorsTest {
  @Test
  void errors_come_back_as_they_went() {
    List<AttemptError> errors =
        List.of(error(1, "connection refused"), error(2, ""), error(3, "umläut ✓"));

    assertThat(PackedErrors.unpack(Bytes.text(PackedErrors.pack(errors)))).isEqualTo(errors);
  }

  @Test
  void line_breaks_in_an_error_do_not_make_another() {
    assertThat(
            PackedErrors.unpack(Bytes.text(PackedErrors.pack(List.of(error(1, "a\r\n2 3 x y"))))))
        .containsExactly(error(1, "a 2 3 x y"));
  }

  @Test
  void the_newest_ten_are_kept() {
    List<AttemptError> many = IntStream.rangeClosed(1, 25).mapToObj(i -> error(i, "e")).toList();

    assertThat(PackedErrors.unpack(Bytes.text(PackedErrors.pack(many))))
        .hasSize(Limits.ATTEMPT_ERRORS)
        .extracting(AttemptError::attempt)
        .startsWith(16)
        .endsWith(25);
  }

  @Test
  void the_error_of_an_earlier_attempt_has_at_most_512_bytes() {
    String kept =
        PackedErrors.unpack(Bytes.text(PackedErrors.pack(List.of(error(1, "€".repeat(5000))))))
            .get(0)
            .error();

    assertThat(kept.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSizeBetween(500, 512);
    assertThat(kept).startsWith("€€").contains("… [cut: ");
  }

  @Test
  void garbage_is_left_out() {
    assertThat(PackedErrors.unpack("x y z\n1 2\n1 5 java.io.IOException fine"))
        .containsExactly(
            new AttemptError(1, "java.io.IOException", "fine", Instant.ofEpochMilli(5)));
    assertThat(PackedErrors.unpack(null)).isEmpty();
  }

  private static AttemptError error(int attempt, String error) {
    return new AttemptError(attempt, "java.io.IOException", error, Instant.ofEpochMilli(17));
  }
}
