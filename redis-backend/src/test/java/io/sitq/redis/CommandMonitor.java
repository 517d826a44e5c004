package io.sitq.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** All that a server without a password executes, as MONITOR tells it. */
final class CommandMonitor implements AutoCloseable {
  private static final Pattern LINE = Pattern.compile("\\+\\d+\\.\\d+ \\[\\d+ (\\S+)] (.*)");

  /** Possessive, since a word may be a whole script. */
  private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"");

  private final URI server;
  private final Socket socket;
  private final List<Command> commands = Collections.synchronizedList(new ArrayList<>());

  /** A command of a client, or of a script; the script's own call stands before it. */
  record Command(boolean isOfScript, List<String> words) {
    String name() {
      return words.get(0).toLowerCase(java.util.Locale.ROOT);
    }
  }

  CommandMonitor(String uri) throws IOException {
    server = URI.create(uri);
    socket = new Socket(server.getHost(), server.getPort());
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    socket.getOutputStream().write("MONITOR\r\n".getBytes(ISO_8859_1));
    if (!"+OK".equals(lines.readLine())) {
      throw new IOException("no MONITOR at " + uri);
    }
    Thread reader = new Thread(() -> read(lines), "monitor");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(BufferedReader lines) {
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher parts = LINE.matcher(line);
        if (parts.matches()) {
          List<String> words = new ArrayList<>();
          Matcher word = WORD.matcher(parts.group(2));
          while (word.find()) {
            words.add(word.group(1));
          }
          commands.add(new Command(parts.group(1).equals("lua"), words));
        }
      }
    } catch (IOException closed) {
      // as it must be in the end
    }
  }

  /** What the server has executed until now, in its order. */
  List<Command> seen() throws IOException {
    String mark = UUID.randomUUID().toString();
    try (Socket other = new Socket(server.getHost(), server.getPort())) {
      other.getOutputStream().write(("ECHO " + mark + "\r\n").getBytes(ISO_8859_1));
      Awaitility.await()
          .until(
              () -> {
                synchronized (commands) {
                  return commands.stream().anyMatch(command -> command.words().contains(mark));
                }
              });
    }
    synchronized (commands) {
      return List.copyOf(commands);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
