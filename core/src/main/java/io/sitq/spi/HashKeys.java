package io.sitq.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a hash set or map that come from anybody, gathered before it is filled. Java's hash
 * tables compare a key with all others of its hash code, unless the keys' class has an order, so
 * keys that were made to collide take time that grows with the square of their number. Here that
 * work is added up first, and refused where it is beyond a budget that honest keys stay far below.
 * For one thread.
 */
public final class HashKeys {
  /** With so few keys nothing is worth counting. */
  private static final int FEW = 16;

  private final List<@Nullable Object> keys;
  private int[] sizes;

  /** The work that the collisions of one value, in all its sets and maps, may make. */
  public static final class Budget {
    /** Bytes of keys compared, 64 for each byte of the largest value: a few 100 ms at worst. */
    private static final long BYTES = 64L * Limits.ENVELOPE_BYTES;

    private long left = BYTES;

    /** A budget of which nothing is spent. */
    public Budget() {}

    /** For keys of a class that has an order. */
    public static Budget unlimited() {
      Budget budget = new Budget();
      budget.left = Long.MAX_VALUE;
      return budget;
    }

    private boolean covers(long bytes) {
      if (bytes > left) {
        return false;
      }
      left -= bytes;
      return true;
    }
  }

  /** Keys collide more than the budget allows. */
  public static final class TooManyCollisions extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyCollisions(int keys) {
      super(
          "too many of its "
              + keys
              + " keys have the same hash code: give their class a hashCode that tells them apart,"
              + " or use a list",
          null,
          false,
          false);
    }
  }

  /** None yet, with room for so many. */
  public HashKeys(int room) {
    keys = new ArrayList<>(room);
    sizes = new int[Math.max(1, room)];
  }

  /**
   * Whether Java's hash tables keep colliding keys of this class in order, so that there is nothing
   * to count. An order that is not the JDK's own may call many of them equal.
   */
  public static boolean areOrdered(Class<?> keyType) {
    if (keyType.isEnum() || keyType.isPrimitive()) {
      return true;
    }
    return keyType.getName().startsWith("java.")
        && Arrays.stream(keyType.getGenericInterfaces())
            .map(java.lang.reflect.Type::getTypeName)
            .anyMatch(("java.lang.Comparable<" + keyType.getName() + ">")::equals);
  }

  /** Adds a key that took so many bytes. */
  public void add(@Nullable Object key, int bytes) {
    if (keys.size() == sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * sizes.length);
    }
    sizes[keys.size()] = Math.max(1, bytes);
    keys.add(key);
  }

  /**
   * The keys as a set, in their order.
   *
   * @throws TooManyCollisions if that would take too long
   */
  public Set<@Nullable Object> toSet(Budget budget) {
    Set<@Nullable Object> set = new LinkedHashSet<>(2 * keys.size());
    fill(budget, i -> set.add(keys.get(i)));
    return set;
  }

  /**
   * The keys and their values as a map, in their order; the last value of a key counts.
   *
   * @throws TooManyCollisions if that would take too long
   */
  public Map<@Nullable Object, @Nullable Object> toMap(
      List<? extends @Nullable Object> values, Budget budget) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>(2 * keys.size());
    fill(
        budget,
        i -> {
          int before = map.size();
          map.put(keys.get(i), values.get(i));
          return map.size() > before;
        });
    return map;
  }

  private void fill(Budget budget, IntPredicate addIsNew) {
    boolean isHarmless =
        keys.size() <= FEW || budget.left == Long.MAX_VALUE || budget.covers(worstCase());
    // many may be equal, which costs nothing: a component that told them apart was removed
    Map<Integer, int[]> different = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      int[] collisions =
          isHarmless
              ? new int[1]
              : different.computeIfAbsent(Objects.hashCode(keys.get(i)), hash -> new int[1]);
      if (!budget.covers((long) collisions[0] * sizes[i])) {
        throw new TooManyCollisions(keys.size());
      }
      collisions[0] += addIsNew.test(i) ? 1 : 0;
    }
  }

  /** Bytes compared, if all keys are different. */
  private long worstCase() {
    long[] hashesAndSizes = new long[keys.size()];
    for (int i = 0; i < hashesAndSizes.length; i++) {
      hashesAndSizes[i] = (long) Objects.hashCode(keys.get(i)) << Integer.SIZE | sizes[i];
    }
    Arrays.sort(hashesAndSizes);
    long bytes = 0;
    int before = 0;
    for (int i = 1; i < hashesAndSizes.length; i++) {
      boolean collides = hashesAndSizes[i] >> Integer.SIZE == hashesAndSizes[i - 1] >> Integer.SIZE;
      before = collides ? before + 1 : 0;
      bytes += before * (hashesAndSizes[i] & 0xffff_ffffL);
    }
    return bytes;
  }
}
