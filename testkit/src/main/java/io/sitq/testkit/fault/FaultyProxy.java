package io.sitq.testkit.fault;

import io.sitq.ConfigurationException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A TCP proxy on loopback that stands between a client and a Redis, and loses, changes or holds
 * back what passes. Thread-safe; what it is told holds from the next bytes on.
 */
public final class FaultyProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final URI uri;
  private final ServerSocket server;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger repliesToLose = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile UnaryOperator<byte[]> replies = UnaryOperator.identity();
  private volatile boolean swallowing;

  private FaultyProxy(URI uri, ServerSocket server) {
    this.uri = uri;
    this.server = server;
  }

  /**
   * A proxy before the server of {@code redisUri}, on a free port.
   *
   * @throws ConfigurationException if it is no {@code redis://} URI with a host
   * @throws UncheckedIOException if no port can be opened
   */
  public static FaultyProxy before(String redisUri) {
    URI uri = serverOf(redisUri);
    try {
      FaultyProxy proxy =
          new FaultyProxy(uri, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      start("accept", proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy can't open a port on loopback", e);
    }
  }

  /** Does not show what was given: it may hold a password. */
  private static URI serverOf(String redisUri) {
    try {
      URI uri = new URI(redisUri);
      if ("redis".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // refused below
    }
    throw new ConfigurationException("redis uri", "must be redis://host:port", "another form");
  }

  /** The proxy's own address, for the client, with the server's credentials and database. */
  public String uri() {
    String credentials = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
    return "redis://" + credentials + "127.0.0.1:" + server.getLocalPort() + uri.getRawPath();
  }

  /**
   * Loses the next {@code count} pieces of what the server says, and breaks the connection each
   * time: the command was executed, and nobody is told.
   */
  public void loseReplies(int count) {
    repliesToLose.set(count);
  }

  /** How many connections have been made through it so far. */
  public int connections() {
    return connections.get();
  }

  /** How many pieces are still to be lost. */
  public int repliesToLose() {
    return repliesToLose.get();
  }

  /** Changes what the server says, a piece at a time: as many bytes as came at once. */
  public void changeReplies(UnaryOperator<byte[]> change) {
    replies = change;
  }

  /**
   * Lets nothing pass, in either direction, while the connections stay open: a partition. What is
   * sent meanwhile is lost for good, so the client should break its connections afterwards, or
   * {@link #cut} does.
   */
  public void swallow(boolean swallow) {
    swallowing = swallow;
  }

  /** Breaks all connections and loses what is on its way; new ones are accepted. */
  public void cut() {
    open.forEach(FaultyProxy::closeQuietly);
    open.clear();
  }

  /** Ends the proxy and breaks all connections. */
  @Override
  public void close() {
    closeQuietly(server);
    cut();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        connections.incrementAndGet();
        Socket redis = new Socket();
        open.add(client);
        open.add(redis);
        if (server.isClosed()) {
          cut(); // close() may have missed the two
          return;
        }
        redis.connect(
            new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 6379 : uri.getPort()));
        start("requests", () -> pump(client, redis, false));
        start("replies", () -> pump(redis, client, true));
      } catch (IOException e) {
        // closed, or the server is away: the client sees a broken connection
        if (!server.isClosed()) {
          cut();
        }
      }
    }
  }

  private void pump(Socket from, Socket to, boolean isReplies) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (swallowing) {
          continue;
        }
        byte[] piece = Arrays.copyOf(buffer, n);
        if (isReplies) {
          if (repliesToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return;
          }
          piece = replies.apply(piece);
        }
        out.write(piece);
        out.flush();
      }
    } catch (IOException e) {
      // the other side is gone; both are closed
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void start(String what, Runnable work) {
    Thread thread = new Thread(work, "faulty-proxy-" + what);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // it is being thrown away
    }
  }
}
