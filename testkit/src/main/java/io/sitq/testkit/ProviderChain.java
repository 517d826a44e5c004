package io.sitq.testkit;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries providers in order; the first that gives a Redis wins. */
final class ProviderChain {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderChain.class);

  private final List<RedisProvider> providers;

  ProviderChain(List<RedisProvider> providers) {
    this.providers = List.copyOf(providers);
  }

  /** What may be shared: the only chain that uses a server which is not ours. */
  static ProviderChain forSharing() {
    return allowed(
        List.of(
            new EnvironmentProvider(),
            ContainerProvider.OF_THIS_JVM,
            new PathProvider(),
            new EmbeddedProvider()));
  }

  /** A server for one owner, who may configure it. */
  static ProviderChain forOneOwner() {
    return allowed(
        List.of(ContainerProvider.OF_THIS_JVM, new PathProvider(), new EmbeddedProvider()));
  }

  /** A process of this machine. */
  static ProviderChain forLocalProcess() {
    return allowed(List.of(new PathProvider(), new EmbeddedProvider()));
  }

  /** Those of the providers that the test run allows; all of them unless it says otherwise. */
  private static ProviderChain allowed(List<RedisProvider> providers) {
    String names = TestSetting.REDIS_SOURCES.value();
    if (names == null) {
      return new ProviderChain(providers);
    }
    List<String> wanted = List.of(names.split("\\s*,\\s*"));
    return new ProviderChain(
        providers.stream().filter(provider -> wanted.contains(provider.source().name())).toList());
  }

  RunningRedis provide(ServerSettings settings) {
    List<ProviderUnavailableException> reasons = new ArrayList<>();
    StringBuilder tried = new StringBuilder();
    for (RedisProvider provider : providers) {
      try {
        RunningRedis redis = provider.provide(settings);
        LOG.info("Redis for tests: {}", provider.source());
        return redis;
      } catch (ProviderUnavailableException reason) {
        LOG.info("Redis for tests: not {}: {}", provider.source(), reason.getMessage());
        reasons.add(reason);
        tried.append("\n  ").append(provider.source()).append(": ").append(reason.getMessage());
      }
    }
    throw nothingLeft(tried, reasons);
  }

  private IllegalStateException nothingLeft(
      CharSequence tried, List<ProviderUnavailableException> reasons) {
    StringBuilder remedies = new StringBuilder();
    providers.forEach(provider -> remedies.append("\n  - ").append(provider.remedy()));
    IllegalStateException failure =
        new IllegalStateException(
            "No Redis for tests. Tried:" + tried + "\nDo one of these:" + remedies);
    reasons.forEach(failure::addSuppressed);
    return failure;
  }
}
