package io.sitq.kryo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.Alias;
import io.sitq.Default;
import io.sitq.TaskName;
import io.sitq.TaskSerializationException;
import io.sitq.TaskValidationException;
import io.sitq.json.JsonSerializer;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Serializer;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

@SuppressWarnings("ArrayRecordComponent") // arrays are supported, whatever one thinks of them
class EvolutionTest {
  record Old(String name, int count) {}

  record Added(
      boolean urgent,
      String name,
      Integer boxed,
      int count,
      long total,
      Optional<String> note,
      List<Old> olds,
      Set<String> tags,
      Map<String, String> map,
      int[] ints,
      String[] texts) {}

  record Reordered(int count, String name) {}

  record Wide(String name, long count) {}

  record Real(String name, double count) {}

  record Small(String name, byte count) {}

  record Other(String name, String count) {}

  record Maybe(Optional<String> name, int count) {}

  record Two(Old first, Old second) {}

  record Second(Old second) {}

  record Big(
      Samples.Order order, Samples.Times times, Samples.Values values, byte[] data, int end) {}

  record End(int end) {}

  enum Three {
    A,
    B,
    C
  }

  enum Fewer {
    A,
    B
  }

  enum Priority {
    LOW,
    NORMAL
  }

  record Literal(
      String name,
      @Default("7") int count,
      @Default("-1") Long total,
      @Default("true") boolean urgent,
      @Default("x") char letter,
      @Default("2.5") double ratio,
      @Default("none") String note,
      @Default("NORMAL") Priority priority,
      @Default("PT5S") Duration pause,
      @Default("9.90") BigDecimal price,
      @Default("2026-01-02") Optional<LocalDate> day) {}

  record Renamed(@Alias({"title", "name"}) String label, @Alias("n") int count) {}

  record BadLiteral(Wrapped wrapped) {}

  record Wrapped(@Default("many") int count) {}

  record LiteralList(@Default("a") List<String> list) {}

  record TakenAlias(String name, @Alias("name") String label) {}

  record DoubledAlias(@Alias("x") String name, @Alias("x") String label) {}

  record Nested(List<Old> olds) {}

  record NestedOther(List<Other> olds) {}

  sealed interface Shape permits Circle, Square {}

  @TaskName("circle")
  record Circle(int r) implements Shape {}

  @TaskName("square")
  record Square(int a) implements Shape {}

  sealed interface NewShape permits Round {}

  @TaskName(value = "round", aliases = "circle")
  record Round(int r) implements NewShape {}

  @Test
  void anAddedComponentBecomesZeroFalseNullOrEmpty() {
    Added added = (Added) convert(Old.class, new Old("x", 3), Added.class);
    assertThat(added.name()).isEqualTo("x");
    assertThat(added.count()).isEqualTo(3);
    assertThat(added.urgent()).isFalse();
    assertThat(added.boxed()).isNull();
    assertThat(added.total()).isZero();
    assertThat(added.note()).isEmpty();
    assertThat(added.olds()).isEmpty();
    assertThat(added.tags()).isEmpty();
    assertThat(added.map()).isEmpty();
    assertThat(added.ints()).isEmpty();
    assertThat(added.texts()).isEmpty();
  }

  @Test
  void aRemovedComponentIsSkippedWhateverItIs() {
    Added added =
        new Added(
            true,
            "x",
            1,
            3,
            9,
            Optional.of("n"),
            List.of(new Old("y", 1)),
            Set.of("t"),
            Map.of("k", "v"),
            new int[] {1, 2},
            new String[] {"a"});
    assertThat(convert(Added.class, added, Old.class)).isEqualTo(new Old("x", 3));
    Two two = new Two(new Old("a", 1), new Old("b", 2));
    assertThat(convert(Two.class, two, Second.class)).isEqualTo(new Second(new Old("b", 2)));
    Big big = new Big(Samples.order(), Samples.times(), Samples.values(), new byte[] {1, 2, 3}, 77);
    assertThat(convert(Big.class, big, End.class)).isEqualTo(new End(77));
  }

  @Test
  void componentsMayMove() {
    assertThat(convert(Old.class, new Old("x", 3), Reordered.class))
        .isEqualTo(new Reordered(3, "x"));
  }

  @Test
  void numbersWidenBothWaysAsLongAsTheyFit() {
    assertThat(convert(Old.class, new Old("x", -3), Wide.class)).isEqualTo(new Wide("x", -3));
    assertThat(convert(Wide.class, new Wide("x", 3), Old.class)).isEqualTo(new Old("x", 3));
    assertThat(convert(Old.class, new Old("x", 3), Real.class)).isEqualTo(new Real("x", 3));
    assertThat(convert(float.class, 1.5f, double.class)).isEqualTo(1.5);
    assertThat(convert(double.class, 1.5, float.class)).isEqualTo(1.5f);
    assertThat(convert(double.class, Double.NaN, float.class)).isEqualTo(Float.NaN);
    assertRefused(Old.class, new Old("x", 300), Small.class, "count", "does not fit into byte");
    assertRefused(double.class, 0.1, float.class, "", "does not fit into float");
  }

  @Test
  void aPlainValueBecomesAnOptional() {
    assertThat(convert(Old.class, new Old("x", 3), Maybe.class))
        .isEqualTo(new Maybe(Optional.of("x"), 3));
    assertThat(convert(Old.class, new Old(null, 3), Maybe.class))
        .isEqualTo(new Maybe(Optional.empty(), 3));
  }

  @Test
  void anotherTypeIsRefusedWithThePathAndBothTypes() {
    assertRefused(
        Old.class, new Old("x", 1), Other.class, "count", "expected a string", "an integer");
    Type olds = new TypeOf<List<Old>>() {}.type();
    Type others = new TypeOf<List<Other>>() {}.type();
    assertRefused(olds, List.of(new Old("x", 1)), others, "[0].count", "sample can't be decoded");
    assertRefused(Old.class, null, int.class, "", "null for the primitive int");
  }

  @Test
  void anAddedComponentIsItsDefault() {
    Literal expected =
        new Literal(
            "a",
            3,
            -1L,
            true,
            'x',
            2.5,
            "none",
            Priority.NORMAL,
            Duration.ofSeconds(5),
            new BigDecimal("9.90"),
            Optional.of(LocalDate.of(2026, 1, 2)));
    assertThat(convert(Old.class, new Old("a", 3), Literal.class)).isEqualTo(expected);
    assertThat(json("{'name':'a','count':3}", Literal.class)).isEqualTo(expected);
    assertThat(json("{'name':'a','count':3,'note':null,'day':null}", Literal.class))
        .extracting("note", "day")
        .containsExactly(null, Optional.empty());
  }

  @Test
  void aRenamedComponentIsReadByItsAliases() {
    assertThat(convert(Old.class, new Old("a", 3), Renamed.class)).isEqualTo(new Renamed("a", 3));
    assertThat(json("{'title':'a','n':3}", Renamed.class)).isEqualTo(new Renamed("a", 3));
    assertThat(json("{'name':'a','count':3}", Renamed.class)).isEqualTo(new Renamed("a", 3));
    byte[] written = new JsonSerializer().codecFor(Renamed.class, "x").encode(new Renamed("a", 3));
    assertThat(new String(written, UTF_8)).isEqualTo("{\"label\":\"a\",\"count\":3}");
    assertThat(convert(Renamed.class, new Renamed("a", 3), Renamed.class))
        .isEqualTo(new Renamed("a", 3));
  }

  @Test
  void whatCantBeADefaultOrAnAliasIsRefusedWhenItIsRegistered() {
    assertUnfit(
        BadLiteral.class, "BadLiteral.wrapped.count: @Default(\"many\") is no int: use a text");
    assertUnfit(LiteralList.class, "LiteralList.list: a java.util.List can't have a @Default");
    assertUnfit(TakenAlias.class, "TakenAlias.label: the alias \"name\" is taken");
    assertUnfit(DoubledAlias.class, "DoubledAlias.label: the alias \"x\" is taken");
  }

  @Test
  void aMismatchNamesTaskRecordAndComponent() {
    String where = "component count of record " + Other.class.getName();
    assertRefused(
        Nested.class,
        new Nested(List.of(new Old("a", 3))),
        NestedOther.class,
        "olds[0].count",
        "sample can't be decoded at olds[0].count (" + where + "): expected a string");
    assertThatThrownBy(() -> json("{'olds':[{'name':'a','count':3}]}", NestedOther.class))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("sample can't be decoded at olds[0].count (" + where + ")");
  }

  record OldAlarm(String text, Fewer level) {}

  record NewAlarm(String text, Three level) {}

  record OldAlarms(Map<Fewer, List<OldAlarm>> byLevel) {}

  record NewAlarms(Map<Three, List<NewAlarm>> byLevel) {}

  @Test
  void aConstantThatWasAddedIsReadByNewReadersAndRefusedByOldOnesWithItsPlace() {
    OldAlarms old = new OldAlarms(Map.of(Fewer.B, List.of(new OldAlarm("x", Fewer.A))));
    NewAlarms asNew = new NewAlarms(Map.of(Three.B, List.of(new NewAlarm("x", Three.A))));
    assertThat(convert(OldAlarms.class, old, NewAlarms.class)).isEqualTo(asNew);
    assertThat(convert(NewAlarms.class, asNew, OldAlarms.class)).isEqualTo(old);
    assertThat(json("{'byLevel':{'B':[{'text':'x','level':'A'}]}}", NewAlarms.class))
        .isEqualTo(asNew);

    String where = "(component level of record " + OldAlarm.class.getName() + ")";
    assertRefused(
        NewAlarm.class,
        new NewAlarm("x", Three.C),
        OldAlarm.class,
        "level",
        "sample can't be decoded at level " + where,
        "enum "
            + Fewer.class.getName()
            + " has no constant \"C\": deploy the readers that know it");
    assertThatThrownBy(() -> json("{'text':'x','level':'C'}", OldAlarm.class))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("sample can't be decoded at level " + where)
        .hasMessageContaining(Fewer.class.getName());
  }

  @Test
  void anUnknownConstantIsRefusedByName() {
    assertThat(convert(Three.class, Three.B, Fewer.class)).isEqualTo(Fewer.B);
    assertRefused(Three.class, Three.C, Fewer.class, "", "Fewer has no constant \"C\"");
  }

  @Test
  void aSubtypeIsKnownByItsNameOrAnAlias() {
    assertThat(convert(Shape.class, new Circle(2), NewShape.class)).isEqualTo(new Round(2));
    assertRefused(Shape.class, new Square(2), NewShape.class, "", "no subtype of", "[Round]");
  }

  private static void assertRefused(
      Type from, Object value, Type to, String path, String... message) {
    assertThatThrownBy(() -> convert(from, value, to))
        .isInstanceOfSatisfying(
            TaskSerializationException.class, e -> assertThat(e.path()).isEqualTo(path))
        .hasMessageContainingAll(message);
  }

  private static void assertUnfit(Class<?> type, String message) {
    for (Serializer serializer : List.of(new KryoSerializer(), new JsonSerializer())) {
      assertThatThrownBy(() -> serializer.codecFor(type, "sample"))
          .isInstanceOf(TaskValidationException.class)
          .hasMessageContaining(message);
    }
  }

  private static Object json(String text, Type to) {
    byte[] bytes = text.replace('\'', '"').getBytes(UTF_8);
    return new JsonSerializer().codecFor(to, "sample").decode(ByteSlice.of(bytes));
  }

  /** What one process writes as one type and another reads as another. */
  private static Object convert(Type from, Object value, Type to) {
    byte[] bytes = new KryoSerializer().codecFor(from, "sample").encode(value);
    return new KryoSerializer().codecFor(to, "sample").decode(ByteSlice.of(bytes));
  }
}
