package io.sitq.testkit;

import com.redis.testcontainers.RedisContainer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** Starts an image as a {@link RunningContainer}, in bounded time. */
final class RedisContainerStarter {
  private static final Duration IMAGE_LIMIT = Duration.ofSeconds(60);
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration CLIENT_LIMIT = Duration.ofSeconds(30);
  private static final int PORT = 6379;
  private static final String CONFIG = "/etc/sitq-redis.conf";

  /** Testcontainers runs its images ryuk, and alpine where the JVM is in a container itself. */
  private static final String HELPERS =
      "start Testcontainers' own helper containers (without a registry set"
          + " TESTCONTAINERS_RYUK_DISABLED=true, inside a container also"
          + " TESTCONTAINERS_HOST_OVERRIDE)";

  private final String image;

  RedisContainerStarter(String image) {
    this.image = image;
  }

  /** Finds out whether containers of the image can be started at all. */
  void prepare() throws ProviderUnavailableException {
    BoundedCall.within(
        IMAGE_LIMIT,
        "get the image " + image + " from a Docker engine",
        this::requireImage,
        late -> {});
    BoundedCall.within(
        CLIENT_LIMIT, HELPERS, () -> DockerClientFactory.instance().client(), late -> {});
  }

  RunningRedis start(ServerSettings settings) throws ProviderUnavailableException {
    return BoundedCall.within(
        START_LIMIT, "start a container", () -> startContainer(settings), RunningRedis::close);
  }

  private DockerImageName requireImage() throws IOException, InterruptedException {
    DockerImageName name = DockerImageName.parse(image);
    try (DockerEngine engine = DockerEngine.connect()) {
      if (!engine.has(name)) {
        engine.pull(name);
      }
    }
    return name;
  }

  private RunningRedis startContainer(ServerSettings settings) {
    RedisContainer container =
        new RedisContainer(DockerImageName.parse(image))
            .withImagePullPolicy(name -> false) // prepare() has seen to it
            .withCopyToContainer(Transferable.of(settings.redisConf(PORT, "0.0.0.0")), CONFIG)
            .withCommand("redis-server", CONFIG)
            .waitingFor(new AnswerStrategy(settings).withStartupTimeout(START_LIMIT));
    if (settings.port() != 0) {
      container.setPortBindings(List.of(settings.port() + ":" + PORT));
    }
    container.start();
    return new RunningContainer(
        container, settings.uri(container.getHost(), container.getMappedPort(PORT)));
  }

  private record RunningContainer(RedisContainer container, String uri) implements RunningRedis {
    @Override
    public RedisSource source() {
      return RedisSource.TESTCONTAINERS;
    }

    @Override
    public void close() {
      container.stop();
    }
  }
}
