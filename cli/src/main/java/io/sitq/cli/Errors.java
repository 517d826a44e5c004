package io.sitq.cli;

import io.sitq.BackendException;
import io.sitq.ConfigurationException;
import io.sitq.ReplicationShortfallException;
import io.sitq.TaskSerializationException;
import io.sitq.TaskValidationException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into a message and an exit code. Only a defect shows a stack trace. */
final class Errors {
  private Errors() {}

  static int wrongUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(line(e.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println(
          "Try '"
              + command.getCommandSpec().qualifiedName()
              + " --help' for options and examples.");
    }
    return ExitCode.USAGE;
  }

  static int failed(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (e instanceof UsageException
        || e instanceof TaskValidationException
        || e instanceof ConfigurationException
        || e instanceof TaskSerializationException) {
      err.println(line(e.getMessage()));
      return ExitCode.USAGE;
    }
    if (e instanceof BackendException || e.getCause() instanceof BackendException) {
      err.println(line(e.getMessage()));
      return ExitCode.NO_REDIS;
    }
    err.println(line("unexpected error, please report it: " + e));
    e.printStackTrace(err);
    return ExitCode.DEFECT;
  }

  /** A task that is enqueued, though not as safe from a failover as was asked for. */
  static int shortfall(ReplicationShortfallException e, CommandLine command) {
    command.getErr().println(line(e.getMessage()));
    return ExitCode.NOT_FINISHED;
  }

  private static String line(@Nullable String message) {
    return "sitq-worker: " + SafeText.of(String.valueOf(message));
  }
}
