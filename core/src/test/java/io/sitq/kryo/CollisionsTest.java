package io.sitq.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.TaskSerializationException;
import io.sitq.json.JsonSerializer;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Limits;
import io.sitq.spi.Serializer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Keys that were made to collide are refused before they take long; honest ones are not. */
class CollisionsTest {
  private static final Duration BOUND = Duration.ofSeconds(2);

  record Point(int x, int y) {}

  record Line(Point from, List<Integer> through) {}

  record Flat(int x) {}

  record Tree(int n, Set<Tree> in) {}

  record Constant(int value) {
    @Override
    public int hashCode() {
      return 1;
    }
  }

  private final Type points = new TypeOf<Set<Point>>() {}.type();
  private final Type lines = new TypeOf<Set<Line>>() {}.type();
  private final Type byPoint = new TypeOf<Map<Point, Integer>>() {}.type();
  private final Type periods = new TypeOf<Map<Period, Integer>>() {}.type();
  private final Type texts = new TypeOf<Set<String>>() {}.type();

  @Test
  void aSetOfCollidingRecordsIsRefusedSoon() {
    assertRefused(new KryoSerializer(), points, fill(this::colliding));
    assertRefused(new JsonSerializer(), points, fill(this::colliding));
    assertRefused(new KryoSerializer(), lines, fill(i -> line(i, 700), 600));
    assertRefused(new JsonSerializer(), lines, fill(i -> line(i, 500), 600));
  }

  @Test
  void aMapOfCollidingKeysIsRefusedSoon() {
    Map<Object, Object> map = new ListOfEntries(30_000, i -> colliding((int) i));
    assertRefused(new KryoSerializer(), byPoint, map);
    Map<Object, Object> times = new ListOfEntries(30_000, i -> period((int) i));
    assertRefused(new KryoSerializer(), periods, times);
    assertRefused(new JsonSerializer(), periods, times);
  }

  @Test
  void aMapOfCollidingKeysWithoutADeclaredTypeIsRefusedSoon() {
    byte[] lists = collidingListsAsKeys(30_000);
    assertThatThrownBy(
            () ->
                timed(
                    () ->
                        new KryoSerializer()
                            .codecFor(Object.class, "sample")
                            .decode(ByteSlice.of(lists))))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("same hash code");
  }

  @Test
  void manySetsThatEachCollideALittleShareOneBudget() {
    Type sets = new TypeOf<List<Set<Point>>>() {}.type();
    List<Set<?>> value = Collections.nCopies(40, fill(this::colliding, 1_000));
    assertRefused(new KryoSerializer(), sets, value);
    assertRefused(new JsonSerializer(), sets, value);
  }

  @Test
  void honestSetsAreRead() {
    Set<Point> grid = new LinkedHashSet<>();
    for (int x = 0; x < 60; x++) {
      for (int y = 0; y < 1200; y++) {
        grid.add(new Point(x, y));
      }
    }
    assertThat(new KryoSerializer().codecFor(points, "p").encode(grid).length)
        .isGreaterThan(Limits.ENVELOPE_BYTES / 2);
    assertRead(new KryoSerializer(), points, grid);
    Set<Constant> constants = new LinkedHashSet<>();
    for (int i = 0; i < 1_000; i++) {
      constants.add(new Constant(i));
    }
    Type type = new TypeOf<Set<Constant>>() {}.type();
    assertRead(new KryoSerializer(), type, constants);
    assertRead(new JsonSerializer(), type, constants);
  }

  @Test
  void collidingTextsAreRead() {
    // "Aa" and "BB" have one hash code, and so has every text made of them
    Set<String> colliding = new LinkedHashSet<>();
    for (int i = 0; i < 1 << 14; i++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < 14; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      colliding.add(text.toString());
    }
    assertThat(colliding.stream().map(String::hashCode).distinct()).hasSize(1);
    assertRead(new KryoSerializer(), texts, colliding);
    assertRead(new JsonSerializer(), texts, colliding);
  }

  @Test
  void elementsThatBecameEqualSinceAComponentWasRemovedAreOne() {
    Set<Point> column = new LinkedHashSet<>();
    for (int y = 0; y < 40_000; y++) {
      column.add(new Point(7, y));
    }
    for (Serializer serializer : List.of(new KryoSerializer(), new JsonSerializer())) {
      byte[] bytes = serializer.codecFor(points, "sample").encode(column);
      Object flat =
          timed(
              () ->
                  serializer
                      .codecFor(new TypeOf<Set<Flat>>() {}.type(), "sample")
                      .decode(ByteSlice.of(bytes)));
      assertThat(flat).isEqualTo(Set.of(new Flat(7)));
    }
  }

  @Test
  void setsWithinSetsTakeBoundedTime() {
    Type type = new TypeOf<Tree>() {}.type();
    Set<Tree> leaves = new LinkedHashSet<>();
    for (int i = 0; i < 50_000; i++) {
      leaves.add(new Tree(i, Set.of()));
    }
    Tree tree = new Tree(0, leaves);
    for (int level = 0; level < 29; level++) {
      tree = new Tree(level, Collections.singleton(tree));
    }
    byte[] bytes = new KryoSerializer().codecFor(type, "sample").encode(tree);
    assertThat(bytes.length).isGreaterThan(Limits.ENVELOPE_BYTES / 2);
    timed(() -> new KryoSerializer().codecFor(type, "sample").decode(ByteSlice.of(bytes)));
  }

  private Point colliding(int i) {
    return new Point(i, 31 * (100_000 - i));
  }

  private static Line line(int i, int length) {
    List<Integer> through = new ArrayList<>(Collections.nCopies(length, 7));
    through.add(i);
    through.add(31 * (100_000 - i));
    return new Line(new Point(0, 0), through);
  }

  /** Integer.rotateLeft(months, 8) is added to rotateLeft(days, 16), so days can undo months. */
  private static Period period(int i) {
    return Period.of(0, i << 8, -i);
  }

  private static byte[] collidingListsAsKeys(int count) {
    Type pairs = new TypeOf<Map<List<Integer>, Integer>>() {}.type();
    return new KryoSerializer()
        .codecFor(pairs, "sample")
        .encode(new ListOfEntries(count, i -> List.of((int) i, 31 * (100_000 - (int) i))));
  }

  private static Set<Object> fill(IntFunction<?> element) {
    return fill(element, 30_000);
  }

  /** A set that compares nothing itself. */
  private static Set<Object> fill(IntFunction<?> element, int count) {
    return new ListOfEntries(count, i -> element.apply((int) i)).keySet();
  }

  private static void assertRefused(Serializer serializer, Type type, Object value) {
    byte[] bytes = serializer.codecFor(type, "sample").encode(value);
    assertThatThrownBy(
            () -> timed(() -> serializer.codecFor(type, "sample").decode(ByteSlice.of(bytes))))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageStartingWith("sample can't be decoded")
        .hasMessageContaining("have the same hash code");
  }

  private static void assertRead(Serializer serializer, Type type, Object value) {
    byte[] bytes = serializer.codecFor(type, "sample").encode(value);
    Object read = timed(() -> serializer.codecFor(type, "sample").decode(ByteSlice.of(bytes)));
    assertThat(read.equals(value)).isTrue();
  }

  private static Object timed(java.util.function.Supplier<Object> work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    try {
      return work.get();
    } finally {
      long took = threads.getCurrentThreadCpuTime() - before;
      assertThat(Duration.ofNanos(took)).isLessThan(BOUND);
    }
  }

  /** A map that is only walked through. */
  private static final class ListOfEntries extends java.util.AbstractMap<Object, Object> {
    private final int count;
    private final java.util.function.Function<Integer, Object> key;

    ListOfEntries(int count, java.util.function.Function<Integer, Object> key) {
      this.count = count;
      this.key = key;
    }

    @Override
    public Set<Entry<Object, Object>> entrySet() {
      return new java.util.AbstractSet<>() {
        @Override
        public java.util.Iterator<Entry<Object, Object>> iterator() {
          return java.util.stream.IntStream.range(0, count)
              .<Entry<Object, Object>>mapToObj(i -> Map.entry(key.apply(i), 1))
              .iterator();
        }

        @Override
        public int size() {
          return count;
        }
      };
    }
  }
}
