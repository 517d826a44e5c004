package io.sitq.kryo;

import io.sitq.TaskName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Types and values for tests. */
final class Samples {
  enum Color {
    RED,
    GREEN {
      @Override
      boolean calm() {
        return true;
      }
    };

    boolean calm() {
      return false;
    }
  }

  record Divide(int a, int b) {}

  record Primitives(boolean z, byte b, short s, char c, int i, long l, float f, double d) {}

  record Boxes(Boolean z, Byte b, Short s, Character c, Integer i, Long l, Float f, Double d) {}

  record Values(
      String text,
      Color color,
      DayOfWeek day,
      BigDecimal decimal,
      BigInteger big,
      UUID uuid,
      URI uri) {}

  record Times(
      Instant instant,
      Duration duration,
      Period period,
      LocalDate date,
      LocalTime time,
      LocalDateTime dateTime,
      OffsetDateTime offsetDateTime,
      OffsetTime offsetTime,
      ZonedDateTime zonedDateTime,
      Year year,
      YearMonth yearMonth,
      MonthDay monthDay,
      ZoneId zone,
      ZoneOffset offset) {}

  record Page<T>(List<T> items, Optional<T> next) {}

  record Tree(String name, List<Tree> children) {}

  @TaskName("line")
  record Line(String sku, int count, BigDecimal price) {}

  @TaskName("order")
  record Order(
      UUID id,
      List<Line> lines,
      Map<String, Set<Integer>> tags,
      Payment payment,
      Page<Line> page) {}

  sealed interface Payment permits Cash, Digital {}

  @TaskName("cash")
  enum Cash implements Payment {
    COINS,
    NOTES
  }

  sealed interface Digital extends Payment permits Card, Wallet {}

  @TaskName(value = "card", aliases = "credit-card")
  record Card(String number) implements Digital {}

  record Wallet(Optional<Payment> fallback) implements Digital {}

  sealed interface Outcome<T> permits Ok, Failed {}

  record Ok<T>(T value) implements Outcome<T> {}

  @SuppressWarnings("ArrayRecordComponent") // arrays are supported
  record Failed<T>(String why, T[] tried) implements Outcome<T> {}

  private Samples() {}

  static Primitives primitives() {
    return new Primitives(
        true,
        Byte.MIN_VALUE,
        Short.MAX_VALUE,
        '\uffff',
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        -0.0f,
        Double.MIN_VALUE);
  }

  static Boxes boxes() {
    return new Boxes(false, (byte) 1, (short) -2, 'x', 300, -1L << 40, Float.NaN, 1e300);
  }

  static Values values() {
    return new Values(
        "größer 🙂 \ud800",
        Color.GREEN,
        DayOfWeek.MONDAY,
        new BigDecimal("-12.3400"),
        BigInteger.TWO.pow(200).negate(),
        UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
        URI.create("https://example.org/a?b=c"));
  }

  static Times times() {
    LocalDateTime dateTime = LocalDateTime.of(2026, 10, 25, 2, 30, 0, 1);
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    return new Times(
        Instant.parse("1969-12-31T23:59:59.999999999Z"),
        Duration.ofSeconds(-5, 7),
        Period.of(1, -2, 3),
        LocalDate.MIN,
        LocalTime.MAX,
        dateTime,
        OffsetDateTime.of(dateTime, ZoneOffset.ofHours(-18)),
        OffsetTime.of(LocalTime.NOON, ZoneOffset.ofHoursMinutes(5, 30)),
        ZonedDateTime.ofLocal(dateTime, berlin, ZoneOffset.ofHours(1)),
        Year.of(-44),
        YearMonth.of(2026, 2),
        MonthDay.of(2, 29),
        berlin,
        ZoneOffset.ofTotalSeconds(3661));
  }

  static Order order() {
    Line line = new Line("a-1", 3, new BigDecimal("9.99"));
    return new Order(
        new UUID(1, 2),
        List.of(line, new Line("b-2", 1, new BigDecimal("0.5"))),
        Map.of("x", Set.of(7)),
        new Wallet(Optional.of(new Card("4711"))),
        new Page<>(List.of(line), Optional.empty()));
  }
}
