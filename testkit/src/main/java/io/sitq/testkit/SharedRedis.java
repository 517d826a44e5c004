package io.sitq.testkit;

import org.jspecify.annotations.Nullable;

/** Holds the one server of this JVM, or why there is none. */
final class SharedRedis {
  private static @Nullable SitqRedis redis;
  private static @Nullable String failure;

  private SharedRedis() {}

  static synchronized SitqRedis get() {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    if (redis == null) {
      try {
        redis = SitqRedis.sharing(ProviderChain.forSharing().provide(ServerSettings.DEFAULTS));
      } catch (IllegalStateException e) {
        // Each source may have cost a minute: not again for every test.
        failure = e.getMessage();
        throw e;
      }
    }
    return redis;
  }
}
