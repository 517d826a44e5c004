package io.sitq.it.worker;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.SitqRedisBuilder;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A Redis of a test's own, to be told and stopped as it likes. */
final class OwnRedis implements AutoCloseable {
  private static final int PING_MILLIS = 1000;

  final SitqRedis server;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  private OwnRedis(SitqRedis server) {
    this.server = server;
    this.client = RedisClient.create(server.uri());
    this.connection = client.connect();
  }

  /** A process of this machine. */
  static OwnRedis start() {
    return start(SitqRedis.builder());
  }

  static OwnRedis start(SitqRedisBuilder builder) {
    return new OwnRedis(builder.localProcess().start());
  }

  String uri() {
    return server.uri();
  }

  RedisCommands<String, String> commands() {
    return connection.sync();
  }

  /** Sends a signal to the server. */
  void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start().waitFor();
  }

  /** Its raw answer to a ping, an error too; empty while nobody listens. */
  String ping() {
    URI uri = URI.create(uri());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(PING_MILLIS);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[100];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  /** A number out of INFO. */
  long info(String section, String field) {
    return commands()
        .info(section)
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(field.length() + 1).strip()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    server.close();
  }
}
