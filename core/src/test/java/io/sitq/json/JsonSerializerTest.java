package io.sitq.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.TaskName;
import io.sitq.TaskValidationException;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.ValueCodec;
import java.io.File;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@SuppressWarnings("ArrayRecordComponent") // arrays are supported, whatever one thinks of them
class JsonSerializerTest {
  private record Hidden(int secret) {}

  record Divide(int a, int b) {
    /** No component, so no property. */
    public int getQuotient() {
      return a / b;
    }
  }

  record Empty() {}

  enum Color {
    RED {
      @Override
      public String toString() {
        return "the red one";
      }
    }
  }

  record Scalars(
      boolean z,
      byte b,
      short s,
      char c,
      int i,
      long l,
      float f,
      double d,
      Integer boxed,
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

  record Containers(
      Collection<String> collection,
      Set<String> set,
      Map<LocalDate, List<Integer>> map,
      Optional<Page<Hidden>> page) {}

  record ArraysOf(byte[] bytes, int[] ints, String[] texts, char[] chars, double[] doubles) {}

  sealed interface Payment permits Cash, Digital {}

  @TaskName("cash")
  enum Cash implements Payment {
    COINS
  }

  sealed interface Digital extends Payment permits Card, Wallet {}

  @TaskName(value = "card", aliases = "credit-card")
  record Card(String number) implements Digital {}

  @TaskName("wallet")
  record Wallet(List<Payment> fallbacks) implements Digital {}

  record Order(Payment payment, Card card) {}

  sealed interface Outcome<T> permits Ok, Failed {}

  @TaskName("ok")
  record Ok<T>(T value) implements Outcome<T> {}

  @TaskName("failed")
  record Failed<T>(String why) implements Outcome<T> {}

  record HasFile(List<File> files) {}

  record HasRecordKeys(Map<Divide, String> map) {}

  @Test
  void aRecordIsAnObjectOfItsComponents() {
    assertJson(Divide.class, new Divide(10, 2), "{'a':10,'b':2}");
    assertJson(Hidden.class, new Hidden(1), "{'secret':1}");
    assertJson(Empty.class, new Empty(), "{}");
    assertJson(
        Tree.class,
        new Tree("a", List.of(new Tree("b", List.of()))),
        "{'name':'a','children':[{'name':'b','children':[]}]}");
    assertJson(int.class, 5, "5");
    assertJson(String.class, "größer 🙂", "'größer 🙂'");
    assertJson(Divide.class, null, "null");
    assertJson(Void.class, null, "null");
  }

  @Test
  void everyScalarComesBackAsItWas() {
    Scalars scalars =
        new Scalars(
            true,
            (byte) -1,
            (short) 2,
            'ß',
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            1.1f,
            -0.0,
            null,
            "\u0000\n\"",
            Color.RED,
            DayOfWeek.MONDAY,
            new BigDecimal("-12.3400"),
            BigInteger.TWO.pow(200),
            new UUID(1, 2),
            URI.create("urn:x"));
    assertThat(roundTrip(Scalars.class, scalars)).isEqualTo(scalars);
    for (double number : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE}) {
      assertThat(roundTrip(double.class, number)).isEqualTo(number);
    }
    assertJson(Color.class, Color.RED, "'RED'");
    assertJson(BigDecimal.class, new BigDecimal("1.10"), "1.10");
  }

  @Test
  void timesAreIsoStrings() {
    LocalDateTime dateTime = LocalDateTime.of(2026, 10, 25, 2, 30, 0, 1);
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Times times =
        new Times(
            Instant.parse("1969-12-31T23:59:59.999999999Z"),
            Duration.ofSeconds(-5, 7),
            Period.of(1, -2, 3),
            LocalDate.of(2026, 2, 3),
            LocalTime.MAX,
            dateTime,
            OffsetDateTime.of(dateTime, ZoneOffset.ofHours(-18)),
            OffsetTime.of(LocalTime.NOON, ZoneOffset.ofHoursMinutes(5, 30)),
            ZonedDateTime.ofLocal(dateTime, berlin, ZoneOffset.ofHours(1)),
            Year.of(2026),
            YearMonth.of(2026, 2),
            MonthDay.of(2, 29),
            berlin,
            ZoneOffset.ofHours(1));
    assertThat(roundTrip(Times.class, times)).isEqualTo(times);
    assertJson(Instant.class, Instant.EPOCH, "'1970-01-01T00:00:00Z'");
    assertJson(Duration.class, Duration.ofMillis(1500), "'PT1.5S'");
    assertJson(
        ZonedDateTime.class,
        times.zonedDateTime(),
        "'2026-10-25T02:30:00.000000001+01:00[Europe/Berlin]'");
  }

  @Test
  void collectionsComeBackUnmodifiableInOrderWithNulls() {
    Containers containers =
        new Containers(
            Arrays.asList("b", null),
            new LinkedHashSet<>(Arrays.asList("z", null, "a")),
            new TreeMap<>(Map.of(LocalDate.of(2026, 1, 2), List.of(1), LocalDate.MIN, List.of())),
            Optional.of(new Page<>(List.of(new Hidden(1)), Optional.empty())));
    Containers back = (Containers) roundTrip(Containers.class, containers);
    assertThat(back).isEqualTo(containers);
    assertThat(new ArrayList<>(back.set())).isEqualTo(Arrays.asList("z", null, "a"));
    assertThatThrownBy(back.collection()::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(back.set()::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(back.map()::clear).isInstanceOf(UnsupportedOperationException.class);
    Type pages = new TypeOf<List<Page<Integer>>>() {}.type();
    assertJson(pages, List.of(new Page<>(List.of(1), Optional.of(2))), "[{'items':[1],'next':2}]");
  }

  @Test
  void arraysComeBackWithTheirTypes() {
    ArraysOf arrays =
        new ArraysOf(
            new byte[] {1, -1},
            new int[] {2},
            new String[] {"x", null},
            new char[] {'c'},
            new double[] {1.5});
    assertThat(roundTrip(ArraysOf.class, arrays)).usingRecursiveComparison().isEqualTo(arrays);
    assertThat(encode(byte[].class, new byte[] {1, -1})).isEqualTo("\"Af8=\"");
  }

  @Test
  void aValueOfASealedInterfaceIsNamedByItsWireName() {
    assertJson(Payment.class, new Card("1"), "{'card':{'number':'1'}}");
    assertJson(Payment.class, Cash.COINS, "{'cash':'COINS'}");
    assertJson(
        Order.class,
        new Order(new Wallet(List.of(Cash.COINS, new Card("2"))), new Card("3")),
        "{'payment':{'wallet':{'fallbacks':[{'cash':'COINS'},{'card':{'number':'2'}}]}},"
            + "'card':{'number':'3'}}");
    Type outcomes = new TypeOf<List<Outcome<Hidden>>>() {}.type();
    assertJson(
        outcomes,
        List.of(new Ok<>(new Hidden(1)), new Failed<>("x")),
        "[{'ok':{'value':{'secret':1}}},{'failed':{'why':'x'}}]");
    assertThat(decode(Payment.class, "{'credit-card':{'number':'1'}}")).isEqualTo(new Card("1"));
  }

  @Test
  void whatIsNotSupportedIsRefusedWithItsPath() {
    assertThatThrownBy(() -> codec(HasFile.class))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("sample: HasFile.files[]: java.io.File is not supported");
    assertThatThrownBy(() -> codec(HasRecordKeys.class))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContainingAll("HasRecordKeys.map", "can't be a key in JSON");
  }

  private static void assertJson(Type type, Object value, String json) {
    assertThat(encode(type, value)).isEqualTo(json.replace('\'', '"'));
    assertThat(decode(type, json)).isEqualTo(value);
  }

  private static Object roundTrip(Type type, Object value) {
    return codec(type).decode(ByteSlice.of(codec(type).encode(value)));
  }

  static String encode(Type type, Object value) {
    return new String(codec(type).encode(value), StandardCharsets.UTF_8);
  }

  static Object decode(Type type, String json) {
    byte[] bytes = ("?" + json.replace('\'', '"') + "?").getBytes(StandardCharsets.UTF_8);
    return codec(type).decode(ByteSlice.of(bytes, 1, bytes.length - 2));
  }

  static ValueCodec codec(Type type) {
    return new JsonSerializer().codecFor(type, "sample");
  }
}
