package io.sitq.examples;

import io.sitq.worker.GiveUp;
import io.sitq.worker.RetryLater;
import io.sitq.worker.TaskHandler;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Fetches a page, and knows better than its retry policy what two answers mean: that a page is not
 * there will not change, and a server that says when to come back is believed.
 */
final class DownloadHandler implements TaskHandler<Download, String> {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

  @Override
  public String handle(Download task) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(task.url())).build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    int status = response.statusCode();
    if (status / 100 == 2) {
      return response.body();
    }
    String answer = "HTTP status " + status;
    if (status == 404 || status == 410) {
      throw new GiveUp("no such page", new FileNotFoundException(answer));
    }
    IOException error = new IOException(answer);
    OptionalLong retryAfter = response.headers().firstValueAsLong("Retry-After");
    if (retryAfter.isPresent()) {
      throw new RetryLater(Duration.ofSeconds(retryAfter.getAsLong()), "the server is busy", error);
    }
    throw error;
  }
}
