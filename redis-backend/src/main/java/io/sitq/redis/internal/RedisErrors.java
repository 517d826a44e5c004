package io.sitq.redis.internal;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.sitq.BackendConnectionException;
import io.sitq.BackendException;
import io.sitq.ResourceExhaustedException;
import io.sitq.SitqException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What Lettuce throws, told apart and told plainly. No message shows a password. */
final class RedisErrors {
  /** Error replies that end by themselves: a restart, a failover, a slot on its way. */
  private static final List<String> PASSING =
      List.of(
          "LOADING",
          "READONLY",
          "NOREPLICAS",
          "MASTERDOWN",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "MOVED",
          "ASK",
          "UNBLOCKED",
          "BUSY",
          "MISCONF");

  private static final List<String> CREDENTIALS = List.of("WRONGPASS", "NOAUTH");

  /** How Redis 6.2 wraps what a command inside a script answered. */
  private static final Pattern IN_SCRIPT = Pattern.compile("@user_script: ?\\d+: -?([A-Z]+) ");

  /** What Netty's native transport puts before the system's words. */
  private static final Pattern SYSTEM_CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

  private final String address;

  RedisErrors(String address) {
    this.address = address;
  }

  static Throwable unwrapped(Throwable error) {
    Throwable cause = error;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Whether trying again later can help. */
  static boolean isPassing(Throwable error) {
    Throwable cause = unwrapped(error);
    if (replyOf(cause, CREDENTIALS)) {
      return false;
    }
    if (cause instanceof RedisCommandExecutionException) {
      return replyOf(cause, PASSING);
    }
    return cause instanceof RedisCommandTimeoutException
        || cause instanceof RedisException
        || cause instanceof CancellationException
        || cause instanceof java.io.IOException;
  }

  /** Whether the server has said that it is a replica, or has become one. */
  static boolean isOfReplica(Throwable error) {
    return replyOf(unwrapped(error), List.of("READONLY", "UNBLOCKED"));
  }

  /** Whether a node of a cluster has said that the map of the slots has changed. */
  static boolean isOfClusterMap(Throwable error) {
    return replyOf(unwrapped(error), List.of("CLUSTERDOWN", "MOVED", "ASK", "TRYAGAIN"));
  }

  static boolean isTimeout(Throwable error) {
    return unwrapped(error) instanceof RedisCommandTimeoutException;
  }

  /** The first error reply among all reasons, where several servers were asked; null if none. */
  static @Nullable RedisCommandExecutionException anyReplyIn(Throwable error) {
    return (RedisCommandExecutionException)
        firstIn(error, RedisCommandExecutionException.class::isInstance);
  }

  /** The first of this kind among all reasons, where several servers were tried; null if none. */
  private static @Nullable Throwable firstIn(
      @Nullable Throwable error, Predicate<Throwable> sought) {
    if (error == null || sought.test(error)) {
      return error;
    }
    Throwable found = firstIn(error.getCause(), sought);
    for (Throwable suppressed : error.getSuppressed()) {
      found = found == null ? firstIn(suppressed, sought) : found;
    }
    return found;
  }

  /**
   * Whether a connection was closed before Lettuce had noted why. Its handshake runs on a thread
   * beside the channel's, so one refused handshake in a hundred ends without the server's words
   * (RedisHandshakeHandler.fail and AbstractRedisClient.initializeChannelAsync0, 7.7.0).
   */
  static boolean hasLostItsReason(Throwable error) {
    return anyReplyIn(error) == null && firstIn(error, RedisErrors::isWithoutReason) != null;
  }

  private static boolean isWithoutReason(Throwable error) {
    String message = String.valueOf(error.getMessage());
    return message.equals("Connection closed prematurely")
        || message.equals("RedisHandshakeHandler not registered");
  }

  /** The cause is not chained: its words would be shown in place of these. */
  static RedisException explanation(String message, Throwable cause) {
    RedisException explanation = new RedisException(message);
    explanation.addSuppressed(cause);
    return explanation;
  }

  /**
   * Whether one item of a call may be the reason, on this side or on the server's, and the others
   * would pass without it.
   */
  static boolean isOfOneItem(Throwable error) {
    Throwable cause = unwrapped(error);
    return cause instanceof RedisCommandExecutionException
        ? !replyOf(cause, List.of("OOM", "NOPERM")) && !replyOf(cause, CREDENTIALS)
        : !(cause instanceof RedisException || cause instanceof SitqException);
  }

  /** Whether a key is of another type than it should be, or sealed; translated or not. */
  static boolean isWrongType(Throwable error) {
    return replyOf(error, List.of("WRONGTYPE"));
  }

  /** The exception for callers; {@code operation} is what they asked for. */
  SitqException translate(String operation, Throwable error) {
    Throwable cause = unwrapped(error);
    if (cause instanceof SitqException known) {
      return known;
    }
    if (replyOf(cause, CREDENTIALS)) {
      return new BackendConnectionException(
          operation,
          address,
          operation
              + ": Redis at "
              + address
              + " refuses the credentials ("
              + replyIn(cause)
              + "): check user and password in the URI",
          cause);
    }
    if (replyOf(cause, List.of("OOM"))) {
      return new ResourceExhaustedException(
          operation,
          "Redis memory",
          "maxmemory",
          operation
              + ": Redis at "
              + address
              + " is at its memory limit and refuses new data; nothing was written: raise maxmemory, or"
              + " let workers drain the queues",
          cause);
    }
    if (replyOf(cause, List.of("NOPERM"))) {
      return new BackendException(
          operation,
          operation
              + ": the Redis user may not do this at "
              + address
              + " ("
              + MissingRight.named(replyIn(cause))
              + "): see the rights in docs/redis-keys.md",
          cause);
    }
    Throwable tls = firstIn(cause, SSLException.class::isInstance);
    if (tls != null) {
      return new BackendConnectionException(
          operation,
          address,
          operation
              + ": no TLS connection to Redis at "
              + address
              + " ("
              + reasonOf(tls)
              + "): check that the port speaks TLS, that the authority of its certificate is trusted,"
              + " that the certificate names the host, and, if the server asks for one, the client's"
              + " certificate",
          cause);
    }
    if (isPassing(cause)) {
      return new BackendConnectionException(
          operation,
          address,
          operation
              + ": Redis at "
              + address
              + " can't be reached or is not ready ("
              + reasonOf(cause)
              + "): check that it runs and that the address is right",
          cause);
    }
    return new BackendException(
        operation, operation + ": Redis at " + address + " answered: " + reasonOf(cause), cause);
  }

  private static boolean replyOf(Throwable error, List<String> codes) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof RedisCommandExecutionException && t.getMessage() != null) {
        return codes.contains(codeOf(t.getMessage()));
      }
    }
    return false;
  }

  /** The first word of an error reply, or of the one that a script has passed on. */
  static String codeOf(String message) {
    if (message.contains("can't run this command")) {
      return "NOPERM"; // what Redis 7.0 says inside a script
    }
    if (message.startsWith("ERR invalid password")) {
      return "WRONGPASS"; // what servers say that have one password and no users
    }
    String code = message.split(" ", 2)[0];
    if (code.equals("ERR")) {
      Matcher inScript = IN_SCRIPT.matcher(message);
      while (inScript.find()) {
        code = inScript.group(1);
      }
    }
    return code;
  }

  private static String replyIn(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof RedisCommandExecutionException) {
        return String.valueOf(t.getMessage());
      }
    }
    return String.valueOf(error.getMessage());
  }

  /** The message of the deepest cause that has one, which names the socket's trouble. */
  private static String reasonOf(Throwable error) {
    String reason = error.getClass().getSimpleName();
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t.getMessage() != null && !t.getMessage().isBlank()) {
        reason = SYSTEM_CALL.matcher(t.getMessage()).replaceFirst("");
      }
      if (t instanceof RedisConnectionException && t.getCause() == null) {
        break;
      }
    }
    return reason;
  }
}
