package io.sitq.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.BackendException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionsTest {
  private static final Keys KEYS = new Keys("sitq");

  /** Computed by Python's zlib.crc32. If one of these fails, every queue that is spread breaks. */
  @ParameterizedTest
  @CsvSource({
    "order-17, 0, 2, 4, 20",
    "01JD3Z5V7W8X9Y0Z1A2B3C4D5E, 1, 2, 1, 33",
    "a, 1, 0, 3, 3",
    "t1, 1, 2, 7, 55",
    "t2, 1, 2, 5, 13",
    "mail.welcome_7, 0, 1, 0, 16"
  })
  void an_id_belongs_to_the_same_partition_for_ever(
      String localId, int of2, int of3, int of8, int of64) {
    for (String queue : List.of("default", "mail")) {
      String id = queue + ":" + localId;
      assertThat(Partitions.indexOf(id, 1)).isZero();
      assertThat(Partitions.indexOf(id, 2)).isEqualTo(of2);
      assertThat(Partitions.indexOf(id, 3)).isEqualTo(of3);
      assertThat(Partitions.indexOf(id, 8)).isEqualTo(of8);
      assertThat(Partitions.indexOf(id, 64)).isEqualTo(of64);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 10, 64})
  void numbered_ids_are_spread_evenly(int count) {
    int[] tasks = new int[count];
    IntStream.range(0, 1000 * count)
        .forEach(i -> tasks[Partitions.indexOf("mail:order-" + i, count)]++);

    for (int number : tasks) {
      assertThat(number).isBetween(900, 1100);
    }
  }

  @Test
  void the_keys_of_a_queue_that_is_not_spread_are_those_of_its_name() {
    Keys.QueueKeys keys = QueueLayout.parse(KEYS, "mail", null).of("mail:a");

    assertThat(text(keys.ready)).isEqualTo("sitq:{mail}:ready");
    assertThat(text(keys.task("mail:a"))).isEqualTo("sitq:{mail}:task:mail:a");
    assertThat(keys.owns("mail:a")).isTrue();
    assertThat(keys.owns("default:a")).isFalse();
    assertThat(keys.owns("nonsense")).isFalse();
  }

  @Test
  void each_partition_has_a_tag_of_its_own_and_all_share_the_channels() {
    QueueLayout layout = QueueLayout.parse(KEYS, "mail", "8");

    Keys.QueueKeys keys = layout.of("mail:a");

    assertThat(text(keys.ready)).isEqualTo("sitq:{mail~3/8}:ready");
    assertThat(text(keys.scheduled)).isEqualTo("sitq:{mail~3/8}:scheduled");
    assertThat(text(keys.dead)).isEqualTo("sitq:{mail~3/8}:dead");
    assertThat(text(keys.waiting)).isEqualTo("sitq:{mail~3/8}:waiting");
    assertThat(text(keys.counts)).isEqualTo("sitq:{mail~3/8}:counts");
    assertThat(text(keys.recovery)).isEqualTo("sitq:{mail~3/8}:recovery");
    assertThat(text(keys.task("mail:a"))).isEqualTo("sitq:{mail~3/8}:task:mail:a");
    assertThat(text(keys.wake)).isEqualTo("sitq:{mail}:wake");
    assertThat(text(keys.cancel)).isEqualTo("sitq:{mail}:cancel");
    assertThat(layout.partitions()).hasSize(8).doesNotHaveDuplicates();
    assertThat(layout.partitions().stream().filter(p -> p.owns("mail:a"))).containsExactly(keys);
  }

  @Test
  void a_record_tells_of_earlier_layouts_and_how_long_they_may_hold_results() {
    QueueLayout layout = QueueLayout.parse(KEYS, "mail", "8 2@99999999999999 1@5");

    assertThat(layout.size()).isEqualTo(8);
    assertThat(layout.former()).hasSize(2);
    assertThat(layout.readable()).hasSize(1);
    assertThat(text(layout.readable().get(0).of("mail:a").ready))
        .isEqualTo("sitq:{mail~1/2}:ready");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0", "-1", "8 1", "8 1@x"})
  void a_record_that_is_none_is_refused(String record) {
    assertThatThrownBy(() -> QueueLayout.parse(KEYS, "mail", record))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("the field mail of sitq:partitions holds '" + record + "'");
  }

  private static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }
}
