package io.sitq.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sitq.TaskFailure;
import io.sitq.spi.Limits;
import io.sitq.worker.GiveUp;
import io.sitq.worker.RetryLater;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureReportTest {
  static Stream<Arguments> errors() {
    IOException io = new IOException("disk full");
    return Stream.of(
        arguments(new ArithmeticException("/ by zero"), "/ by zero"),
        arguments(new NoSuchFileException("/x.txt"), "NoSuchFileException: /x.txt"),
        arguments(
            new AccessDeniedException("/x", "/y", "no"), "AccessDeniedException: /x -> /y: no"),
        arguments(new IllegalStateException(), "IllegalStateException"),
        arguments(new IllegalStateException("  "), "IllegalStateException"),
        arguments(new IllegalStateException("", io), "IllegalStateException: disk full"),
        arguments(
            new IllegalStateException(null, new IllegalArgumentException()),
            "IllegalStateException: IllegalArgumentException"),
        arguments(
            new IllegalStateException(null, new IllegalArgumentException(" ", io)),
            "IllegalStateException: disk full"),
        arguments(
            refused(new UnresolvedAddressException()),
            "ConnectException: UnresolvedAddressException"),
        arguments(refused(new IOException("no route")), "ConnectException: no route"),
        arguments(new IllegalStateException(null, new Endless()), "IllegalStateException: Endless"),
        arguments(silentCycle(), "IllegalStateException: IllegalArgumentException"),
        arguments(
            new IllegalStateException(null, new IllegalArgumentException(null, new Throwing())),
            "IllegalStateException: IllegalArgumentException"),
        arguments(new UncheckedIOException("wrapped", io), "wrapped"),
        arguments(new CompletionException(io), "disk full"),
        arguments(new ExecutionException(new CompletionException(io)), "disk full"),
        arguments(new InvocationTargetException(io), "disk full"),
        arguments(new CompletionException("own words", null), "own words"),
        arguments(new GiveUp("useless", io), "disk full"),
        arguments(new GiveUp("useless"), "useless"),
        arguments(new CompletionException(new GiveUp("useless", io)), "disk full"),
        arguments(new RetryLater(Duration.ofSeconds(1), "busy", io), "disk full"),
        arguments(new RetryLater(Duration.ofSeconds(1), "busy"), "busy"),
        arguments(
            new Throwing(),
            Throwing.class.getName()
                + " (its getMessage() threw "
                + "java.lang.IllegalStateException)"),
        arguments(new IllegalStateException(null, new Throwing()), "IllegalStateException"),
        arguments(new Exception() {}, "FailureReportTest$1"));
  }

  /** As java.net.http does it. */
  private static Throwable refused(Throwable root) {
    Throwable inner = new ConnectException().initCause(root);
    return new ConnectException().initCause(inner);
  }

  private static Throwable silentCycle() {
    IllegalStateException a = new IllegalStateException();
    a.initCause(new IllegalArgumentException((String) null, a));
    return a;
  }

  @Test
  void a_connection_that_was_refused_says_more_than_its_own_name() throws Exception {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + closedPort + "/")).build();
    IOException thrown =
        catchThrowableOfType(
            IOException.class,
            () -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()));
    assertThat(FailureReport.of(thrown).error())
        .startsWith("ConnectException: ")
        .isNotEqualTo("ConnectException: ConnectException");
  }

  @ParameterizedTest
  @MethodSource("errors")
  void the_error_is_for_people(Throwable thrown, String error) {
    assertThat(FailureReport.of(thrown).error()).isEqualTo(error);
  }

  private static final class Throwing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("no frames");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("no cause");
    }
  }

  /** As Kotlin's TODO() does it. */
  private static final class ThrowingErrors extends CompletionException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new Error("no message");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new Error("no frames");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new Error("no cause");
    }
  }

  private static final class NoMemory extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new OutOfMemoryError("test");
    }
  }

  @Test
  void errors_of_hostile_throwables_are_answered_too_but_not_fatal_ones() {
    TaskFailure failure =
        FailureReport.of(new ThrowingErrors(), RetryDecision.broken(new ThrowingErrors()));
    String name = ThrowingErrors.class.getName();
    assertThat(failure.error()).startsWith(name + " (its getMessage() threw java.lang.Error)");
    assertThat(failure.traceback()).startsWith(name + " (its toString() threw java.lang.Error)");
    assertThat(FailureReport.of(new GiveUp("useless", new ThrowingErrors())).errorType())
        .isEqualTo(name);
    assertThatThrownBy(() -> FailureReport.of(new NoMemory())).isInstanceOf(OutOfMemoryError.class);
  }

  @SuppressWarnings({"OverrideThrowableToString", "ToStringReturnsNull"}) // what this is about
  private static final class NullTexts extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String toString() {
      return null;
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      return null;
    }
  }

  private static final class Endless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable getCause() {
      return new Endless();
    }
  }

  @Test
  void hostile_throwables_are_answered_with_a_note() {
    TaskFailure throwing = FailureReport.of(new Throwing());
    assertThat(throwing.traceback())
        .isEqualTo(
            Throwing.class.getName() + " (its toString() threw java.lang.IllegalStateException)\n");
    assertThat(FailureReport.of(new NullTexts()).traceback())
        .isEqualTo(NullTexts.class.getName() + " (its toString() returned nothing)\n");
    assertBounded(FailureReport.of(new Endless()));
  }

  @Test
  void the_traceback_is_javas_own_with_causes_and_suppressed() {
    IOException suppressed = new IOException("closing", new IOException("below"));
    IllegalStateException thrown = new IllegalStateException("top", new IOException("cause"));
    thrown.addSuppressed(suppressed);
    java.io.StringWriter expected = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(expected, true));
    assertThat(FailureReport.of(thrown).traceback())
        .isEqualTo(expected.toString().replace(System.lineSeparator(), "\n"));
  }

  private static final class Wrapper extends CompletionException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void cycles_end() {
    IllegalStateException a = new IllegalStateException("a");
    IllegalStateException b = new IllegalStateException("b", a);
    a.initCause(b);
    a.addSuppressed(b);
    String traceback = FailureReport.of(a).traceback();
    assertThat(traceback)
        .contains("[CIRCULAR REFERENCE: java.lang.IllegalStateException: a]")
        .contains("[CIRCULAR REFERENCE: java.lang.IllegalStateException: b]");
    Wrapper wrapper = new Wrapper();
    wrapper.initCause(new ExecutionException(wrapper));
    assertThat(FailureReport.of(wrapper).errorType()).isEqualTo(Wrapper.class.getName());
  }

  @Test
  void monstrous_ones_are_cut_with_a_mark_and_take_bounded_work() {
    Throwable chain = new IllegalStateException("root");
    for (int i = 0; i < 20_000; i++) {
      chain = new IllegalStateException("level " + i, chain);
    }
    assertBounded(FailureReport.of(chain));
    Throwable nested = new IllegalStateException("root");
    for (int i = 0; i < 20_000; i++) {
      Throwable outer = new IllegalStateException("level " + i);
      outer.addSuppressed(nested);
      nested = outer;
    }
    assertThat(FailureReport.of(nested).traceback()).startsWith("java.lang.Illegal");
    TaskFailure long1 = FailureReport.of(new IllegalStateException("é".repeat(10_000_000)));
    assertBounded(long1);
    assertThat(long1.error()).contains("… [cut: ");
  }

  private static void assertBounded(TaskFailure failure) {
    assertThat(failure.traceback().getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(Limits.TRACEBACK_BYTES);
    assertThat(failure.error().getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(Limits.ERROR_BYTES);
    assertThat(failure.traceback()).contains("… [cut: ");
  }

  @Test
  void the_error_of_a_broken_retry_rule_is_told_even_beside_a_long_one() {
    TaskFailure failure =
        FailureReport.of(
            new IllegalStateException("x".repeat(9000)),
            RetryDecision.broken(new IllegalArgumentException("rule")));
    assertThat(failure.error())
        .endsWith("given up: the retry rule threw java.lang.IllegalArgumentException: rule)");
    assertThat(failure.error().getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(Limits.ERROR_BYTES);
    assertThat(
            FailureReport.of(new IOException("a"), RetryDecision.broken(new IOException("b")))
                .traceback())
        .contains("The retry rule threw: java.io.IOException: b");
  }
}
