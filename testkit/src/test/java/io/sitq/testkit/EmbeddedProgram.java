package io.sitq.testkit;

import java.io.IOException;

/**
 * A program with a Redis of its own, run by {@link JvmExitIT} in another JVM. Prints uri, pid and
 * source, then ends when its input does.
 */
final class EmbeddedProgram {
  private EmbeddedProgram() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws IOException {
    boolean closesItself = args.length > 0 && args[0].equals("closed-by-caller");
    SitqRedis redis =
        closesItself ? SitqRedis.builder().closedByCaller().start() : SitqRedis.embedded();
    if (closesItself) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAtTheEnd(redis)));
    }
    System.out.println(redis.uri() + " " + redis.pid());
    while (System.in.read() >= 0) {
      // until the end of the input
    }
  }

  private static void closeAtTheEnd(SitqRedis redis) {
    // Its own shutdown still reaches the server here.
    System.out.println(Commands.ping(redis.uri()));
    redis.close();
  }
}
