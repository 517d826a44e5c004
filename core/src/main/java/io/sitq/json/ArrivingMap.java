package io.sitq.json;

import io.sitq.spi.HashKeys;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Jackson puts the entries of a map in, until it is known that the keys are harmless. */
final class ArrivingMap<K, V> extends AbstractMap<K, V> {
  /** Keys that are not in order are times and zones, whose text is about so long. */
  private static final int KEY_BYTES = 32;

  private final HashKeys keys = new HashKeys(0);
  private final List<V> values = new ArrayList<>();

  ArrivingMap() {}

  Map<@Nullable Object, @Nullable Object> toMap(HashKeys.Budget budget) {
    return keys.toMap(values, budget);
  }

  @Override
  public @Nullable V put(K key, V value) {
    keys.add(key, KEY_BYTES);
    values.add(value);
    return null;
  }

  /** Not used by Jackson, which only puts. */
  @Override
  public Set<Entry<K, V>> entrySet() {
    throw new UnsupportedOperationException("not a map yet");
  }
}
