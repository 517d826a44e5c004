package io.sitq.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives the shared Redis to JUnit tests: constructors, lifecycle methods and tests may have a
 * parameter of type {@link SitqRedis}.
 *
 * <pre>{@code
 * @ExtendWith(SitqRedisExtension.class)
 * class MailTest {
 *   @Test
 *   void isSent(SitqRedis redis) { ... }
 * }
 * }</pre>
 *
 * <p>The server is that of {@link SitqRedis#shared()}. For one with other settings a test has a
 * static field {@code @AutoClose SitqRedis redis = SitqRedis.builder()...start()}.
 */
public final class SitqRedisExtension implements ParameterResolver {

  /** Without settings, as JUnit needs it. */
  public SitqRedisExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == SitqRedis.class;
  }

  /**
   * @throws IllegalStateException as {@link SitqRedis#shared()}
   */
  @Override
  public SitqRedis resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return SitqRedis.shared();
  }
}
