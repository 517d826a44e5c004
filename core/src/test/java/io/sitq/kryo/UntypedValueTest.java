package io.sitq.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.TaskSerializationException;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.ValueCodec;
import java.io.File;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UntypedValueTest {
  private final KryoSerializer serializer = new KryoSerializer();
  private final ValueCodec any = serializer.codecFor(Object.class, "result");

  @Test
  void jdkValuesAreEncodedByTheirClassAndDecodedWithoutOne() {
    List<Object> values =
        Arrays.asList(
            1L,
            "x",
            true,
            1.5,
            2.5f,
            null,
            new BigDecimal("1.10"),
            Instant.EPOCH,
            ZoneId.of("Europe/Berlin"),
            Optional.of("y"),
            Map.of("k", List.of(2L)));
    assertThat(any.decode(ByteSlice.of(any.encode(values)))).isEqualTo(values);
    assertThat(any.decode(ByteSlice.of(any.encode(5)))).isEqualTo(5L);
    assertThat(any.decode(ByteSlice.of(any.encode(new String[] {"a"})))).isEqualTo(List.of("a"));
    assertThat(any.decode(ByteSlice.of(any.encode(new int[] {1})))).isEqualTo(new int[] {1});
  }

  @Test
  void recordsAndEnumsDescribeThemselvesAsMapsAndNames() {
    byte[] order = serializer.codecFor(Samples.Order.class, "order").encode(Samples.order());
    Object shown = any.decode(ByteSlice.of(order));
    assertThat(shown)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("payment", Map.of("fallback", Optional.of(Map.of("number", "4711"))))
        .containsEntry("tags", Map.of("x", List.of(7L)));
    byte[] color = serializer.codecFor(Samples.Color.class, "c").encode(Samples.Color.GREEN);
    assertThat(any.decode(ByteSlice.of(color))).isEqualTo("GREEN");
  }

  @Test
  void everyScalarOfARecordCanBeShown() {
    byte[] times = serializer.codecFor(Samples.Times.class, "t").encode(Samples.times());
    assertThat((Map<?, ?>) any.decode(ByteSlice.of(times)))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("instant", Samples.times().instant()),
                Map.entry("duration", Samples.times().duration()),
                Map.entry("period", Samples.times().period()),
                Map.entry("date", Samples.times().date()),
                Map.entry("time", Samples.times().time()),
                Map.entry("dateTime", Samples.times().dateTime()),
                Map.entry("offsetDateTime", Samples.times().offsetDateTime()),
                Map.entry("offsetTime", Samples.times().offsetTime()),
                Map.entry("zonedDateTime", Samples.times().zonedDateTime()),
                Map.entry("year", Samples.times().year()),
                Map.entry("yearMonth", Samples.times().yearMonth()),
                Map.entry("monthDay", Samples.times().monthDay()),
                Map.entry("zone", Samples.times().zone()),
                Map.entry("offset", Samples.times().offset())));
  }

  @Test
  void otherClassesAreRefusedByName() {
    assertThatThrownBy(() -> any.encode(List.of(new File("x"))))
        .isInstanceOfSatisfying(
            TaskSerializationException.class, e -> assertThat(e.path()).isEqualTo("[0]"))
        .hasMessageContaining("java.io.File can't be encoded without a declared type");
  }
}
