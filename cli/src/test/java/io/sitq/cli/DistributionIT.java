package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sitq.testkit.SitqRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DistributionIT {
  @Test
  void theDemoComesOutAsExpected() throws Exception {
    try (SitqProcess demo = SitqProcess.start(Map.of(), "demo")) {
      assertThat(demo.exit()).as(demo.out() + demo.err()).isZero();
      assertThat(demo.out())
          .containsPattern(
              "Division by zero +divide +failed +java.lang.ArithmeticException +/ by zero")
          .contains(
              "Division by zero: java.lang.ArithmeticException: / by zero\n"
                  + "    at io.sitq.examples.DivideHandler.handle(DivideHandler.java:")
          .containsPattern("Automatic retry +workers +success in attempt 3: 3\n")
          .containsPattern("Circuit breaker +caller +5 failed, then refused, OPEN; half-opened")
          .containsPattern("divide +11 +11 +50.0 %")
          .contains(
              "sitq_tasks_completed_total{outcome=\"failed\",queue=\"default\",task=\"divide\"} 11.0")
          .contains("All 9 scenarios and 26 strategies came out as expected.");
      assertThat(demo.err())
          .contains("Starting a Redis")
          .doesNotContainPattern("(?m)^\\d{4}-.* WARN ");
    }
  }

  @Test
  void theDemoAsJsonIsOneObject() throws Exception {
    try (SitqProcess demo = SitqProcess.start(Map.of(), "demo", "--json")) {
      assertThat(demo.exit()).isZero();
      JsonNode json = Json.MAPPER.readTree(demo.out());
      assertThat(json.get("scenarios").size()).isEqualTo(9);
      assertThat(json.get("strategies").size()).isEqualTo(26);
      assertThat(json.get("strategies").findValuesAsString("as_expected")).containsOnly("true");
      assertThat(json.get("differences").isEmpty()).isTrue();
    }
  }

  @Test
  void theExamplesAreNotOnTheClassPath() throws IOException {
    try (Stream<Path> libraries = Files.list(SitqProcess.home().resolve("lib"))) {
      assertThat(libraries.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains("examples"))
          .noneMatch(name -> name.contains("testcontainers") || name.contains("junit"))
          .anyMatch(name -> name.startsWith("sitq-cli-"));
    }
    assertThat(Path.of(SitqProcess.examplesJar())).isRegularFile();
  }

  @Test
  void theSbomListsEveryLibraryWithItsHash() throws Exception {
    assumeFalse(
        "offline: true".equals(System.getProperty("sitq.network")),
        "its plugin makes none without the network");
    JsonNode sbom = Json.MAPPER.readTree(Files.readString(SitqProcess.home().resolve("sbom.json")));
    Map<String, String> listed = new HashMap<>();
    for (JsonNode component : sbom.get("components")) {
      for (JsonNode hash : component.get("hashes")) {
        if (hash.get("alg").asString().equals("SHA-256")) {
          String name = component.get("name").asString();
          listed.put(
              hash.get("content").asString(), name + "-" + component.get("version").asString());
        }
      }
    }
    try (Stream<Path> libraries = Files.list(SitqProcess.home().resolve("lib"))) {
      for (Path library : libraries.toList()) {
        String name = library.getFileName().toString();
        if (!name.startsWith("sitq-")) {
          byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(library));
          assertThat(name).startsWith(listed.get(HexFormat.of().formatHex(sha256)));
        }
      }
    }
    assertThat(listed).hasSizeGreaterThan(20);
  }

  @Test
  void allPartsOfNettyAreOfOneVersion() throws IOException {
    try (Stream<Path> libraries = Files.list(SitqProcess.home().resolve("lib"))) {
      Set<String> versions =
          libraries
              .map(library -> library.getFileName().toString())
              .filter(name -> name.startsWith("netty-"))
              .map(name -> name.replaceFirst("^[a-z-]+-(\\d[^-]*?)(-linux.*)?\\.jar$", "$1"))
              .collect(Collectors.toSet());
      assertThat(versions).hasSize(1);
    }
  }

  @Test
  void theLauncherWorksThroughLinks(@TempDir Path directory) throws Exception {
    Path absolute = Files.createSymbolicLink(directory.resolve("one"), SitqProcess.launcher());
    Path relative = Files.createSymbolicLink(directory.resolve("two"), absolute.getFileName());

    try (SitqProcess version = SitqProcess.startAs(relative, Map.of(), "--version")) {
      assertThat(version.exit()).as(version.err()).isZero();
      assertThat(version.out()).startsWith("sitq-worker " + Version.current());
    }
  }

  @Test
  void theClassesThatTheBuildHasKeptAreUsed() throws Exception {
    assertUsesKeptClasses(SitqProcess.home());
  }

  private static void assertUsesKeptClasses(Path home) throws Exception {
    Path loaded = Files.createTempFile("sitq", ".classes");
    Map<String, String> environment = Map.of("SITQ_OPTS", "-Xlog:class+load:file=" + loaded);
    try (SitqProcess version =
        SitqProcess.startAs(home.resolve("bin/sitq-worker"), environment, "--version")) {
      assertThat(version.exit()).as(version.err()).isZero();
      assertThat(Files.readAllLines(loaded))
          .filteredOn(line -> line.contains(" io.sitq.cli.Main "))
          .singleElement(InstanceOfAssertFactories.STRING)
          .contains("source: shared objects file (top)");
    } finally {
      Files.delete(loaded);
    }
  }

  private static void assertSaysNoMoreThanItsVersion(Path home) throws Exception {
    Program version = ended(home, "--version");
    assertThat(version.out()).matches("sitq-worker .* \\(Java .*\\)\n");
    assertThat(version.err()).isEmpty();
  }

  @Test
  void classesAreKeptAndWhereTheyDoNotFitLeftAlone(@TempDir Path directory) throws Exception {
    Path home = Files.createDirectories(directory.resolve("moved"));
    copy(SitqProcess.home(), home);
    Path classes = home.resolve("cds").resolve(System.getProperty("java.version") + ".jsa");

    // it has come along with the copy, and is of another place
    assertThat(classes).isRegularFile();
    assertSaysNoMoreThanItsVersion(home);
    Files.delete(classes);

    assertThat(ended(home, "--json", "share-classes").out())
        .startsWith("{\"file\":\"" + classes + "\",\"bytes\":");
    assertThat(classes).isRegularFile();
    assertSaysNoMoreThanItsVersion(home);
    assertUsesKeptClasses(home);

    Path spaced = Files.move(home, directory.resolve("with space"));
    assertThat(ended(spaced, "share-classes").exit()).isZero();
    assertSaysNoMoreThanItsVersion(spaced); // Java 17 keeps classes of such a place and uses none
    Files.move(spaced, home);

    Files.delete(classes);
    Files.delete(classes.getParent());
    Files.createFile(classes.getParent());
    Program refused = ended(home, "share-classes");
    assertThat(refused.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("can't write to " + classes.getParent());
  }

  private static Program ended(Path home, String... args) throws Exception {
    try (SitqProcess process =
        SitqProcess.startAs(home.resolve("bin/sitq-worker"), Map.of(), args)) {
      return new Program(process.exit(), process.out(), process.err());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            to.resolve(from.relativize(file).toString()),
            StandardCopyOption.COPY_ATTRIBUTES,
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Test
  void aJavaThatIsTooOldOrMissingIsNamed(@TempDir Path directory) throws Exception {
    assertRefused(directory, "has no bin/java");

    Path java = Files.createDirectories(directory.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 0\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    assertRefused(directory, "is Java 11.0.2, and 17 or later is needed");
  }

  private static void assertRefused(Path javaHome, String message) throws Exception {
    try (SitqProcess process =
        SitqProcess.start(Map.of("JAVA_HOME", javaHome.toString()), "--version")) {
      assertThat(process.exit()).isEqualTo(ExitCode.USAGE);
      assertThat(process.err()).contains(message);
    }
  }

  @Test
  void aRedisOutOfReachOrWithAnotherPasswordIsNamedWithoutSecrets() throws Exception {
    for (List<String> args :
        List.of(
            List.of("stats"),
            List.of("enqueue", "divide", "{}"),
            List.of("run", "--tasks", SitqProcess.examplesJar()))) {
      assertAway("redis://:secret@localhost:1", "redis://localhost:1", args);
    }
    try (SitqRedis redis = SitqRedis.builder().localProcess().password("right").start()) {
      String address = redis.uri().replaceFirst("//.*@", "//");
      assertAway(address.replace("//", "//:secret@"), address, List.of("stats"));
    }
  }

  private static void assertAway(String uri, String address, List<String> args) throws Exception {
    try (SitqProcess process =
        SitqProcess.start(Map.of("SITQ_REDIS_URL", uri), args.toArray(String[]::new))) {
      assertThat(process.exit()).as("%s %s", args, process.err()).isEqualTo(ExitCode.NO_REDIS);
      assertThat(process.err()).contains(address).doesNotContain("secret").doesNotContain("\tat ");
    }
  }
}
