package io.sitq.worker.internal;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a worker can execute, by name and alias. Immutable. */
public final class KnownTasks {
  private static final int LISTED = 50;

  private final Map<String, KnownTask> byName;
  private final Set<String> codecs;

  KnownTasks(Map<String, KnownTask> byName, Set<String> codecs) {
    this.byName = Map.copyOf(byName);
    this.codecs = Set.copyOf(codecs);
  }

  @Nullable KnownTask find(String name) {
    return byName.get(name);
  }

  /** The names of the serializers that are accepted. */
  Set<String> codecs() {
    return new TreeSet<>(codecs);
  }

  /** The names for a message, in order, not endlessly many. */
  String listed() {
    Set<String> names = new TreeSet<>(byName.keySet());
    String some = names.stream().limit(LISTED).collect(Collectors.joining(", "));
    return names.size() <= LISTED ? some : some + " and " + (names.size() - LISTED) + " more";
  }
}
