package io.sitq.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** {@code /metrics} for Prometheus, {@code /health/live} and {@code /health/ready}. */
final class MetricsServer implements AutoCloseable {
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String PLAIN_METRICS = "text/plain; version=0.0.4; charset=utf-8";
  private static final int MAX_SECONDS = 5;
  private static final int THREADS = 2;

  private final String host;
  private final HttpServer server;
  private final ExecutorService threads;

  private MetricsServer(String host, HttpServer server, ExecutorService threads) {
    this.host = host;
    this.server = server;
    this.threads = threads;
  }

  /**
   * Listens.
   *
   * @param port 0 for a free one
   * @throws UsageException if the address can't be listened on
   */
  static MetricsServer start(
      String host, int port, PrometheusMeterRegistry registry, Health health) {
    boundTime("sun.net.httpserver.maxReqTime");
    boundTime("sun.net.httpserver.maxRspTime");
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(host, port), 0);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "can't listen on "
              + host
              + ":"
              + port
              + " ("
              + e.getMessage()
              + "): choose others by --metrics-host and --metrics-port",
          e);
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS, MetricsServer::daemon);
    server.setExecutor(threads);
    serve(server, "/metrics", exchange -> metrics(exchange, registry));
    serve(
        server,
        "/health/live",
        exchange -> answer(exchange, 200, "application/json", "{\"live\":true}"));
    serve(server, "/health/ready", exchange -> ready(exchange, health));
    server.start();
    return new MetricsServer(host, server, threads);
  }

  /**
   * A client that sends half a request must not keep others, the orchestrator above all, waiting.
   */
  private static void boundTime(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(MAX_SECONDS));
    }
  }

  /** Where it listens, as {@code host:port}. */
  String address() {
    return host + ":" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "sitq-metrics");
    thread.setDaemon(true);
    return thread;
  }

  /** Exactly this path, and only to be read. */
  private static void serve(HttpServer server, String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(path)) {
              answer(exchange, 404, "text/plain", "not found\n");
            } else if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
              exchange.getResponseHeaders().set("Allow", "GET, HEAD");
              answer(exchange, 405, "text/plain", "only GET\n");
            } else {
              handler.handle(exchange);
            }
          }
        });
  }

  private static void metrics(HttpExchange exchange, PrometheusMeterRegistry registry)
      throws IOException {
    String accept = exchange.getRequestHeaders().getFirst("Accept");
    String type =
        accept != null && accept.contains("application/openmetrics-text")
            ? OPEN_METRICS
            : PLAIN_METRICS;
    answer(exchange, 200, type, registry.scrape(type));
  }

  private static void ready(HttpExchange exchange, Health health) throws IOException {
    List<String> reasons = health.reasons();
    answer(
        exchange,
        reasons.isEmpty() ? 200 : 503,
        "application/json",
        Json.text(health.json(reasons)));
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
