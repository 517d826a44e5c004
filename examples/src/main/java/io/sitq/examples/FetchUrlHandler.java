package io.sitq.examples;

import io.sitq.worker.ContextTaskHandler;
import io.sitq.worker.TaskContext;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/** Fetches a page, within the task's deadline if it has one. One client serves all tasks. */
final class FetchUrlHandler implements ContextTaskHandler<FetchUrl, String> {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  @Override
  public String handle(FetchUrl task, TaskContext context)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(task.url()));
    context.deadline().ifPresent(deadline -> request.timeout(until(deadline)));
    HttpResponse<String> response = send(request.build());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "HTTP status " + response.statusCode() + " from " + server(response.uri()));
    }
    return response.body();
  }

  /** HttpClient's ConnectException has no message, so this one says where it wanted to go. */
  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (ConnectException e) {
      ConnectException refused = new ConnectException("can't connect to " + server(request.uri()));
      refused.initCause(e);
      throw refused;
    }
  }

  /** Host and port: the rest of a URL may hold a password or a token, and errors are logged. */
  private static String server(URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  private static Duration until(Instant deadline) {
    Duration left = Duration.between(Instant.now(), deadline);
    return left.compareTo(SHORTEST_TIMEOUT) < 0 ? SHORTEST_TIMEOUT : left;
  }
}
