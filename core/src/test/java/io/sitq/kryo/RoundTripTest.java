package io.sitq.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.kryo.Samples.Boxes;
import io.sitq.kryo.Samples.Card;
import io.sitq.kryo.Samples.Cash;
import io.sitq.kryo.Samples.Line;
import io.sitq.kryo.Samples.Order;
import io.sitq.kryo.Samples.Page;
import io.sitq.kryo.Samples.Payment;
import io.sitq.kryo.Samples.Primitives;
import io.sitq.kryo.Samples.Times;
import io.sitq.kryo.Samples.Tree;
import io.sitq.kryo.Samples.Values;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.ValueCodec;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@SuppressWarnings("ArrayRecordComponent") // arrays are supported, whatever one thinks of them
class RoundTripTest {
  private record Hidden(int secret) {}

  private record Everything(
      Collection<String> collection,
      String[] texts,
      int[][] grid,
      List<int[]> packed,
      Map<Samples.Color, List<Optional<Integer>>> map) {}

  private record Arrays8(
      boolean[] z, byte[] b, short[] s, char[] c, int[] i, long[] l, float[] f, double[] d) {}

  @Test
  void everyScalarTypeComesBackAsItWas() {
    assertThat(roundTrip(Primitives.class, Samples.primitives())).isEqualTo(Samples.primitives());
    assertThat(roundTrip(Boxes.class, Samples.boxes())).isEqualTo(Samples.boxes());
    assertThat(roundTrip(Values.class, Samples.values())).isEqualTo(Samples.values());
    assertThat(roundTrip(Times.class, Samples.times())).isEqualTo(Samples.times());
  }

  @Test
  void everyComponentThatIsNoPrimitiveMayBeNull() {
    Values values = new Values(null, null, null, null, null, null, null);
    assertThat(roundTrip(Values.class, values)).isEqualTo(values);
    Order order = new Order(null, null, null, null, null);
    assertThat(roundTrip(Order.class, order)).isEqualTo(order);
    assertThat(roundTrip(Values.class, null)).isNull();
    assertThat(roundTrip(Void.class, null)).isNull();
    assertThat(roundTrip(int.class, 5)).isEqualTo(5);
  }

  @Test
  void stringsOfEveryLengthAndAlphabetComeBack() {
    for (int length : new int[] {0, 1, 2, 31, 32, 33, 63, 64, 500, 9000, 40_000}) {
      for (String letter : List.of("a", "é", "漢", "🙂")) {
        String text = letter.repeat(length);
        assertThat(roundTrip(String.class, text)).isEqualTo(text);
      }
    }
  }

  @Test
  void nestedGenericAndSealedTypesComeBack() {
    assertThat(roundTrip(Order.class, Samples.order())).isEqualTo(Samples.order());
    Type pages = new TypeOf<Page<List<Integer>>>() {}.type();
    Page<List<Integer>> page = new Page<>(List.of(List.of(1)), Optional.of(List.of(2)));
    assertThat(roundTrip(pages, page)).isEqualTo(page);
    Tree tree = new Tree("a", List.of(new Tree("b", List.of()), new Tree("c", List.of())));
    assertThat(roundTrip(Tree.class, tree)).isEqualTo(tree);
    Type outcomes = new TypeOf<List<Samples.Outcome<Line>>>() {}.type();
    List<Samples.Outcome<Line>> ok = List.of(new Samples.Ok<>(Samples.order().lines().get(0)));
    assertThat(roundTrip(outcomes, ok)).isEqualTo(ok);
    Type outcome = new TypeOf<Samples.Outcome<Integer>>() {}.type();
    Samples.Failed<?> failed =
        (Samples.Failed<?>) roundTrip(outcome, new Samples.Failed<>("x", new Integer[] {1, null}));
    assertThat(failed.tried()).isEqualTo(new Integer[] {1, null});
    assertThat(roundTrip(Payment.class, Cash.NOTES)).isEqualTo(Cash.NOTES);
    assertThat(roundTrip(Payment.class, new Card("1"))).isEqualTo(new Card("1"));
  }

  @Test
  void aPrivateRecordIsBuiltByItsConstructor() {
    assertThat(roundTrip(Hidden.class, new Hidden(3))).isEqualTo(new Hidden(3));
  }

  @Test
  void arraysComeBackWithTheirTypes() {
    Arrays8 arrays =
        new Arrays8(
            new boolean[] {true, false},
            new byte[] {-1, 2},
            new short[] {-3},
            new char[] {'ß'},
            new int[] {Integer.MIN_VALUE, 4},
            new long[] {Long.MIN_VALUE},
            new float[] {1.5f},
            new double[] {});
    assertThat(roundTrip(Arrays8.class, arrays)).usingRecursiveComparison().isEqualTo(arrays);
    Everything everything =
        new Everything(
            new ArrayDeque<>(List.of("x")),
            new String[] {"y", null},
            new int[][] {{1}, {}, null},
            List.of(new int[] {7}),
            new TreeMap<>(Map.of(Samples.Color.RED, List.of(Optional.of(1), Optional.empty()))));
    Everything back = (Everything) roundTrip(Everything.class, everything);
    assertThat(back.collection()).isEqualTo(List.of("x"));
    assertThat(back.texts()).isInstanceOf(String[].class).containsExactly("y", null);
    assertThat(back.grid()).isDeepEqualTo(everything.grid());
    assertThat(back.map()).isEqualTo(everything.map());
  }

  @Test
  void anyCollectionIsAcceptedAndComesBackUnmodifiableInOrderWithNulls() {
    Type texts = new TypeOf<List<String>>() {}.type();
    List<?> list = (List<?>) roundTrip(texts, Stream.of("b", null, "a").toList());
    assertThat(list).isEqualTo(Arrays.asList("b", null, "a"));
    assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThat(roundTrip(texts, new ArrayList<>(List.of("x")))).isEqualTo(List.of("x"));

    Type names = new TypeOf<Set<String>>() {}.type();
    Set<String> ordered = new java.util.LinkedHashSet<>(Arrays.asList("z", null, "a", "m"));
    Set<?> set = (Set<?>) roundTrip(names, ordered);
    assertThat(new ArrayList<>(set)).isEqualTo(Arrays.asList("z", null, "a", "m"));
    assertThatThrownBy(set::clear).isInstanceOf(UnsupportedOperationException.class);

    Type counts = new TypeOf<Map<String, Integer>>() {}.type();
    Map<String, Integer> source = new java.util.LinkedHashMap<>();
    source.put("z", 1);
    source.put(null, null);
    source.put("a", 3);
    Map<?, ?> map = (Map<?, ?>) roundTrip(counts, source);
    assertThat(map.toString()).isEqualTo("{z=1, null=null, a=3}");
    assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aSliceInTheMiddleOfAnArrayIsReadWithoutTouchingTheRest() {
    ValueCodec codec = new KryoSerializer().codecFor(Order.class, "order");
    byte[] value = codec.encode(Samples.order());
    byte[] around = new byte[value.length + 20];
    System.arraycopy(value, 0, around, 10, value.length);
    byte[] before = around.clone();
    assertThat(codec.decode(ByteSlice.of(around, 10, value.length))).isEqualTo(Samples.order());
    assertThatThrownBy(() -> codec.decode(ByteSlice.of(around, 10, value.length - 1)))
        .hasMessageContaining("order can't be decoded");
    assertThat(around).isEqualTo(before);
  }

  static Object roundTrip(Type type, Object value) {
    byte[] bytes = new KryoSerializer().codecFor(type, "sample").encode(value);
    return new KryoSerializer().codecFor(type, "sample").decode(ByteSlice.of(bytes));
  }
}
