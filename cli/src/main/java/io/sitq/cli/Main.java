package io.sitq.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Starts the program. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name, and ends the process with its exit code. */
  public static void main(String[] args) {
    // UTF-8 whatever the locale, so that what is piped into a file or a program is always the same
    CommandLine program = program(writer(FileDescriptor.out), writer(FileDescriptor.err));
    System.exit(program.execute(args));
  }

  /** The program with its handlers, not run. */
  static CommandLine program(PrintWriter out, PrintWriter err) {
    CommandLine program = new CommandLine(new SitqWorkerCommand());
    program.setOut(out);
    program.setErr(err);
    program.setParameterExceptionHandler(Errors::wrongUsage);
    program.setExecutionExceptionHandler(Errors::failed);
    program.setCaseInsensitiveEnumValuesAllowed(true);
    return program;
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
