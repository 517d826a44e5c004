package io.sitq.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A web server of the demo, whose pages answer otherwise at first. */
final class DemoServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int TOO_MANY_REQUESTS = 429;

  private final HttpServer server;

  private DemoServer(HttpServer server) {
    this.server = server;
  }

  static DemoServer start() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(anyPort, 0);
    server.start();
    return new DemoServer(server);
  }

  /** A page that answers with each of these statuses once, and then is there. */
  String page(String path, Integer... statuses) {
    Queue<Integer> left = new ConcurrentLinkedQueue<>(List.of(statuses));
    server.createContext(
        path,
        exchange -> {
          Integer status = left.poll();
          answer(exchange, status == null ? OK : status);
        });
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    if (status == TOO_MANY_REQUESTS) {
      exchange.getResponseHeaders().set("Retry-After", "1"); // second
    }
    byte[] body = "a page".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
