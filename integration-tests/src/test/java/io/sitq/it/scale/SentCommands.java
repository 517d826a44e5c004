package io.sitq.it.scale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/** Counts, as MONITOR tells them, the commands that clients send; not what scripts call. */
final class SentCommands {
  private SentCommands() {}

  static int during(Duration time, String uri) {
    URI server = URI.create(uri);
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.getOutputStream().write("MONITOR\r\n".getBytes(ISO_8859_1));
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      if (!"+OK".equals(lines.readLine())) {
        throw new IllegalStateException("no MONITOR at " + uri);
      }
      return count(socket, lines, System.nanoTime() + time.toNanos());
    } catch (IOException e) {
      throw new IllegalStateException("MONITOR at " + uri, e);
    }
  }

  private static int count(Socket socket, BufferedReader lines, long deadline) throws IOException {
    int sent = 0;
    while (true) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return sent;
      }
      socket.setSoTimeout((int) left);
      try {
        String line = lines.readLine();
        if (line == null) {
          throw new IllegalStateException("the server has ended its MONITOR");
        }
        sent += line.contains(" lua] ") ? 0 : 1;
      } catch (SocketTimeoutException e) {
        return sent;
      }
    }
  }
}
