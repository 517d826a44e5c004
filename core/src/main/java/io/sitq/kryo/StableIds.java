package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.sitq.TaskValidationException;
import io.sitq.spi.ValueType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ids of record and enum classes. An id is made of the class's wire name alone, so that it is
 * the same in every process, whatever else is registered and when: the first 4 bytes, big-endian
 * and without the highest bit, of the SHA-256 of the name in UTF-8. Classes whose ids are equal are
 * refused when the second one is registered.
 */
final class StableIds {
  private record Entry(int id, Class<?> type, String name) {}

  private final Map<Integer, Entry> byId = new HashMap<>();
  private volatile List<Entry> entries = List.of();

  static int of(String wireName) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(wireName.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getInt() & Integer.MAX_VALUE;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Registers a class under its aliases and its name; again is nothing. */
  synchronized void register(ValueType type) {
    List<Entry> added = new ArrayList<>();
    // the name comes last: Kryo writes the id that a class was registered with last
    for (String alias : type.aliases()) {
      add(new Entry(of(alias), type.raw(), alias), added);
    }
    add(new Entry(of(type.wireName()), type.raw(), type.wireName()), added);
    if (!added.isEmpty()) {
      added.forEach(entry -> byId.put(entry.id(), entry));
      List<Entry> all = new ArrayList<>(entries);
      all.addAll(added);
      entries = List.copyOf(all);
    }
  }

  private void add(Entry entry, List<Entry> added) {
    Entry existing = byId.get(entry.id());
    if (existing == null) {
      added.add(entry);
    } else if (existing.type() != entry.type()) {
      throw new TaskValidationException(
          entry.type().getName(),
          "a wire name of its own",
          existing.name().equals(entry.name())
              ? entry.type().getName()
                  + " and "
                  + existing.type().getName()
                  + " have the same wire name '"
                  + entry.name()
                  + "': give one of them another @TaskName"
              : "the wire names '"
                  + entry.name()
                  + "' and '"
                  + existing.name()
                  + "' have the same id: give one of them another @TaskName");
    }
  }

  /**
   * Tells a Kryo instance what it does not know yet.
   *
   * @param known how many entries it knows
   * @return how many it knows now
   */
  int addTo(Kryo kryo, int known) {
    List<Entry> all = entries;
    for (int i = known; i < all.size(); i++) {
      Entry entry = all.get(i);
      kryo.register(new Registration(entry.type(), ByDeclaredTypeOnly.INSTANCE, entry.id()));
    }
    return all.size();
  }

  /** Values are always written by the serializer of their declared type, never by their class's. */
  private static final class ByDeclaredTypeOnly extends Serializer<Object> {
    static final ByDeclaredTypeOnly INSTANCE = new ByDeclaredTypeOnly();

    @Override
    public void write(Kryo kryo, Output output, Object object) {
      throw new IllegalStateException("written by class instead of declared type");
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
      throw new IllegalStateException("read by class instead of declared type");
    }
  }
}
