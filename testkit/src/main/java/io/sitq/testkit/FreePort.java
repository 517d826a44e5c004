package io.sitq.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds a port of 127.0.0.1 that is free now; another process may still take it first. */
final class FreePort {
  /** How much higher than its port a node of a cluster listens for the others. */
  private static final int CLUSTER_BUS = 10_000;

  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000; // systems give out higher ones by themselves

  private FreePort() {}

  static int find() {
    try {
      return take(0);
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on 127.0.0.1", e);
    }
  }

  /** One for a node of a cluster, which takes two. */
  static int findForCluster() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try {
        int unused = take(port);
        unused = take(port + CLUSTER_BUS);
        return port;
      } catch (IOException taken) {
        // the next one
      }
    }
  }

  private static int take(int port) throws IOException {
    try (ServerSocket socket =
        new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return socket.getLocalPort();
    }
  }
}
