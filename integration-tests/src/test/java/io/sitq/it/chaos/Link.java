package io.sitq.it.chaos;

import io.sitq.testkit.fault.FaultyProxy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one process reaches Redis.
 *
 * @param uri for its client
 * @param proxy that may be broken; null where there is none
 */
record Link(String uri, @Nullable FaultyProxy proxy) implements AutoCloseable {
  Optional<FaultyProxy> breakable() {
    return Optional.ofNullable(proxy);
  }

  @Override
  public void close() {
    if (proxy != null) {
      proxy.close();
    }
  }
}
