package io.sitq.testkit.invariant;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task's hash, without what may be large.
 *
 * @param fields the names of all fields
 * @param entry the entry that it names
 * @param status how it ended
 * @param facts the packed facts of its end
 * @param ttlMillis how long it is kept; negative for ever
 */
record TaskHash(
    Set<String> fields,
    @Nullable String entry,
    @Nullable String status,
    @Nullable String facts,
    long ttlMillis) {

  boolean hasEnded() {
    return status != null;
  }

  boolean expires() {
    return ttlMillis >= 0;
  }
}
