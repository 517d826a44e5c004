package io.sitq.testkit;

import io.lettuce.core.RedisException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * Waits until the server in a container answers. RedisContainer's own strategy waits for a log
 * line, which a {@code loglevel} setting can take away.
 */
final class AnswerStrategy extends AbstractWaitStrategy {
  private static final long POLL_MILLIS = 20;
  private static final int REDIS_PORT = 6379;

  private final ServerSettings settings;

  AnswerStrategy(ServerSettings settings) {
    this.settings = settings;
  }

  @Override
  protected void waitUntilReady() {
    long deadline = System.nanoTime() + startupTimeout.toNanos();
    String uri =
        settings.uri(waitStrategyTarget.getHost(), waitStrategyTarget.getMappedPort(REDIS_PORT));
    try (ServerProbe probe = new ServerProbe(uri)) {
      while (!answers(probe)) {
        if (!waitStrategyTarget.isRunning() || System.nanoTime() - deadline >= 0) {
          throw new ContainerLaunchException(
              "the server in the container does not answer; its log:\n"
                  + waitStrategyTarget.getLogs());
        }
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContainerLaunchException("interrupted while the server started", e);
    }
  }

  private static boolean answers(ServerProbe probe) {
    try {
      probe.ask().requireSupported();
      return true;
    } catch (RedisException notYet) {
      return false;
    } catch (ProviderUnavailableException tooOld) {
      throw new ContainerLaunchException(tooOld.getMessage(), tooOld);
    }
  }
}
