package io.sitq.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A component of a record.
 *
 * @param name what is written
 * @param aliases earlier names, which are read too
 * @param type its declared type
 * @param whenMissing what it is where the bytes don't have it; null if that is up to its type
 */
public record ComponentType(
    String name, List<String> aliases, ValueType type, @Nullable Object whenMissing) {
  /** Copies the list. */
  public ComponentType {
    aliases = List.copyOf(aliases);
  }
}
