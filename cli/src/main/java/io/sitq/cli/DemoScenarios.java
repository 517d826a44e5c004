package io.sitq.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The scenarios of the documentation, with a real file and a port that is really closed. */
final class DemoScenarios implements AutoCloseable {
  private static final String BY_ZERO = "java.lang.ArithmeticException";

  private final Path file;
  private final List<DemoScenario> all;

  private DemoScenarios(Path file, int closedPort) {
    this.file = file;
    String closed = "127.0.0.1:" + closedPort;
    this.all =
        List.of(
            divide("A task succeeds", 10, 2),
            divideByZero("Division by zero"),
            DemoScenario.fails(
                "A missing file",
                "read-file",
                argument("path", "/nonexistent.txt"),
                "java.nio.file.NoSuchFileException",
                "/nonexistent.txt"),
            DemoScenario.succeeds(
                "A file that is there",
                "read-file",
                argument("path", file.toString()),
                "\"hello from a file\""),
            DemoScenario.fails(
                "Network: a closed port",
                "fetch-url",
                argument("url", "http://" + closed + "/"),
                "java.net.ConnectException",
                closed),
            DemoScenario.fails(
                "Network: an unknown host",
                "fetch-url",
                argument("url", "http://unknown.invalid/"),
                "java.net.ConnectException",
                "unknown.invalid"),
            divide("The worker continues: first", 9, 3),
            divideByZero("The worker continues: a failure"),
            divide("The worker continues: last", 8, 4));
  }

  static DemoScenarios create() throws IOException {
    Path file = Files.createTempFile("sitq-demo", ".txt");
    Files.writeString(file, "hello from a file");
    return new DemoScenarios(file, closedPort());
  }

  List<DemoScenario> all() {
    return all;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }

  private static DemoScenario divide(String title, int a, int b) {
    return DemoScenario.succeeds(title, "divide", arguments(a, b), String.valueOf(a / b));
  }

  private static DemoScenario divideByZero(String title) {
    return DemoScenario.fails(title, "divide", arguments(10, 0), BY_ZERO, "/ by zero");
  }

  private static String arguments(int a, int b) {
    return Json.text(Json.object().put("a", a).put("b", b));
  }

  private static String argument(String name, String value) {
    return Json.text(Json.object().put(name, value));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
