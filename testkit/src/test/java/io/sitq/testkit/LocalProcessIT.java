package io.sitq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The same for the machine's own redis-server and for the embedded one. */
@ParameterizedClass
@EnumSource(names = {"REDIS_SERVER_ON_PATH", "EMBEDDED"})
class LocalProcessIT {
  private final RedisSource source;
  private final RedisProvider provider;

  LocalProcessIT(RedisSource source) {
    this.source = source;
    assumeTrue(
        source == RedisSource.EMBEDDED
            || SearchPath.ofThisProcess().find("redis-server").isPresent(),
        "no redis-server on the PATH");
    this.provider = source == RedisSource.EMBEDDED ? new EmbeddedProvider() : new PathProvider();
  }

  @Test
  void itAnswersOnLoopbackAndKeepsNothingOnDisk() throws Exception {
    try (SitqRedis redis = start(settings())) {
      assertThat(redis.source()).isEqualTo(source);
      assertThat(redis.uri()).startsWith("redis://127.0.0.1:");
      assertThat(Commands.ping(redis.uri())).isEqualTo("PONG");
      assertThat(config(redis, "bind")).isEqualTo("127.0.0.1");
      assertThat(config(redis, "save")).isEmpty();
      assertThat(config(redis, "appendonly")).isEqualTo("no");
    }
  }

  @Test
  void theOwnersSettingsApply() throws Exception {
    ServerSettings settings =
        new ServerSettings(
            List.of("maxmemory 50mb", "save 900 1", "loglevel warning"),
            "p@ss \"w0rd\"\\/%+",
            0,
            false);
    try (SitqRedis redis = start(settings)) {
      assertThat(config(redis, "maxmemory")).isEqualTo("52428800");
      assertThat(config(redis, "save")).isEqualTo("900 1");
      assertThatThrownBy(() -> Commands.ping(redis.uri().replaceFirst("//.*@", "//")))
          .hasStackTraceContaining("NOAUTH");
      assertThat(redis).asString().startsWith("SitqRedis[" + source).doesNotContain("w0rd");
    }
  }

  @Test
  void afterCloseProcessAndDirectoryAreGone() throws Exception {
    SitqRedis redis = start(settings());
    ProcessHandle process = ProcessHandle.of(redis.pid()).orElseThrow();
    Path directory = Path.of(config(redis, "dir"));
    assertThat(directory).isDirectory();

    redis.close();
    redis.close();

    assertThat(process.isAlive()).isFalse();
    assertThat(Files.exists(directory)).isFalse();
    assertThatThrownBy(redis::pid).hasMessageContaining("closed");
    assertThatThrownBy(redis::restart).hasMessageContaining("closed");
  }

  @Test
  void aKilledServerComesBackOnItsPortWithItsData() throws Exception {
    try (SitqRedis redis = start(new ServerSettings(List.of("appendonly yes"), null, 0, false))) {
      String uri = redis.uri();
      Commands.set(uri, "kept", "yes");
      long firstPid = redis.pid();

      redis.kill();
      assertThatThrownBy(() -> Commands.ping(uri)).isInstanceOf(RedisException.class);
      redis.restart();

      assertThat(redis.uri()).isEqualTo(uri);
      assertThat(redis.pid()).isNotEqualTo(firstPid);
      assertThat(Commands.get(uri, "kept")).isEqualTo("yes");
    }
  }

  @Test
  void aRunningServerIsShutDownInOrderBeforeItIsRestarted() throws Exception {
    try (SitqRedis redis = start(new ServerSettings(List.of("save 900 1"), null, 0, false))) {
      Commands.set(redis.uri(), "kept", "yes");

      redis.restart();

      assertThat(Commands.get(redis.uri(), "kept")).isEqualTo("yes");
    }
  }

  @Test
  void aWrongSettingFailsWithWhatTheServerLogged() {
    assertThatThrownBy(
            () -> start(new ServerSettings(List.of("no-such-setting 1"), null, 0, false)))
        .isInstanceOf(ProviderUnavailableException.class)
        .hasMessageContaining("the server exited with code 1; its last log lines:")
        .hasMessageContaining("no-such-setting 1");
  }

  @Test
  void aTakenPortFailsWhenItIsTheOneWanted() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      ServerSettings settings = new ServerSettings(List.of(), null, taken.getLocalPort(), false);

      assertThatThrownBy(() -> start(settings))
          .isInstanceOf(ProviderUnavailableException.class)
          .hasMessageContaining("Address already in use");
    }
  }

  @Test
  void aTakenPortIsReplacedWhenAnyWillDo() throws Exception {
    try (SitqRedis first = start(settings())) {
      int taken = RedisURI.create(first.uri()).getPort();
      int free = FreePort.find();
      Iterator<Integer> ports = List.of(taken, free).iterator();
      Path program = programOf(first);
      RedisProcessStarter starter =
          new RedisProcessStarter(source, directory -> program, ports::next);

      try (RunningRedis second = starter.start(settings())) {
        assertThat(second.uri()).endsWith(":" + free);
      }
      assertThat(Commands.ping(first.uri())).isEqualTo("PONG");
    }
  }

  private Path programOf(SitqRedis redis) throws IOException {
    if (source == RedisSource.REDIS_SERVER_ON_PATH) {
      return SearchPath.ofThisProcess().find("redis-server").orElseThrow();
    }
    try (Stream<Path> files = Files.list(Path.of(config(redis, "dir")))) {
      return files.filter(Files::isExecutable).findFirst().orElseThrow();
    }
  }

  private SitqRedis start(ServerSettings settings) throws ProviderUnavailableException {
    return SitqRedis.owning(provider.provide(settings));
  }

  private static ServerSettings settings() {
    return ServerSettings.DEFAULTS;
  }

  private static String config(SitqRedis redis, String name) {
    return Commands.config(redis.uri(), name);
  }
}
