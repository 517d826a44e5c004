package io.sitq.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

/** Logback's configuration before a command says otherwise: warnings, as text. Made by Logback. */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class QuietLogs extends ContextAwareBase implements Configurator {
  /** For Logback's ServiceLoader. */
  public QuietLogs() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (Logs.areConfiguredByUser()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    Logs.configure(context, LogFormat.TEXT, Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
