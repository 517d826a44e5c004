package io.sitq.redis.internal;

/** The user may not call a command that a check needs. */
final class MissingRightException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String command;

  MissingRightException(String command, Throwable cause) {
    super(command, cause);
    this.command = command;
  }

  /** The command, with its subcommand if it has one: {@code CONFIG GET}. */
  String command() {
    return command;
  }

  /** As {@code ACL SETUSER} takes it. */
  String right() {
    return "+" + command.toLowerCase(java.util.Locale.ROOT).replace(' ', '|');
  }
}
