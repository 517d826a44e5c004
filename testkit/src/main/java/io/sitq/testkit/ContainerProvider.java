package io.sitq.testkit;

import org.jspecify.annotations.Nullable;

/** Starts a container, where there is an engine that has the image or can pull it. */
final class ContainerProvider implements RedisProvider {

  /** Used unless {@code SITQ_TEST_REDIS_IMAGE} names another one. */
  static final String DEFAULT_IMAGE = "redis:7.0.15";

  /**
   * The one for this JVM: to find out that Docker can't be used may take a minute and a half, which
   * must not be spent for every server.
   */
  static final ContainerProvider OF_THIS_JVM =
      new ContainerProvider(imageOrDefault(TestSetting.REDIS_IMAGE.value()));

  private final String image;
  private @Nullable String unusable;

  ContainerProvider(String image) {
    this.image = image;
  }

  private static String imageOrDefault(@Nullable String image) {
    return image == null ? DEFAULT_IMAGE : image;
  }

  @Override
  public RedisSource source() {
    return RedisSource.TESTCONTAINERS;
  }

  @Override
  public RunningRedis provide(ServerSettings settings) throws ProviderUnavailableException {
    try {
      RedisContainerStarter starter = new RedisContainerStarter(image);
      prepareOnce(starter);
      return starter.start(settings);
    } catch (NoClassDefFoundError e) {
      // Testcontainers is large, and a user may exclude it.
      throw new ProviderUnavailableException("Testcontainers is not on the class path", e);
    }
  }

  private synchronized void prepareOnce(RedisContainerStarter starter)
      throws ProviderUnavailableException {
    if (unusable != null) {
      throw new ProviderUnavailableException(unusable);
    }
    try {
      starter.prepare();
    } catch (ProviderUnavailableException e) {
      unusable = e.getMessage();
      throw e;
    }
  }

  @Override
  public String remedy() {
    return "start a Docker engine that has the image "
        + image
        + " or can pull it ("
        + TestSetting.REDIS_IMAGE.variable()
        + " names another image)";
  }
}
