package io.sitq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.sitq.BackendConnectionException;
import io.sitq.ConfigurationException;
import io.sitq.TaskStatus;
import io.sitq.spi.EnqueueOutcome;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.Submission;
import io.sitq.testkit.SitqRedis;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis with TLS that asks for client certificates. */
class TlsIT {
  @TempDir private static Path directory;

  private static TestCertificates ours;
  private static TestCertificates strangers;
  private static SitqRedis server;
  private static int tlsPort;

  @BeforeAll
  static void startRedis() throws Exception {
    ours = TestCertificates.in(directory.resolve("ours"));
    ours.sign("server", "ip:127.0.0.1");
    ours.sign("client", "dns:worker.example");
    strangers = TestCertificates.in(directory.resolve("strangers"));
    strangers.sign("client", "dns:worker.example");
    try (ServerSocket free = new ServerSocket(0)) {
      tlsPort = free.getLocalPort();
    }
    try {
      server =
          SitqRedis.builder()
              .localProcess()
              .config("tls-port", Integer.toString(tlsPort))
              .config("tls-ca-cert-file", ours.authority().toString())
              .config("tls-cert-file", ours.certificate("server").toString())
              .config("tls-key-file", ours.key("server").toString())
              .config("tls-auth-clients", "yes")
              .start();
    } catch (IllegalStateException e) {
      if (String.valueOf(e.getMessage()).contains("Bad directive")) {
        abort("the Redis of this machine was built without TLS");
      }
      throw e;
    }
  }

  @AfterAll
  static void stopRedis() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void a_trusted_server_and_a_certificate_it_trusts_make_a_backend() {
    RedisSettings settings = settings(trusting().clientCertificate(cert(ours), key(ours)));
    try (RedisBackend backend = RedisBackend.connect(settings);
        QueueConsumer consumer = backend.consumer("q", "w")) {
      byte[] envelope = "envelope".getBytes(UTF_8);
      assertThat(get(backend.enqueuer().enqueue(new Submission("q", "q:1", "t", envelope, 0))))
          .isEqualTo(EnqueueOutcome.ACCEPTED);
      CompletionStage<?> waiting = backend.results().awaitEnd("q:1", Duration.ofSeconds(20));
      assertThat(consumer.fetch(1, Duration.ofSeconds(5))).hasSize(1);
      get(backend.cancellations().cancel("q:1"));
      assertThat(waiting.toCompletableFuture()).isNotCompletedExceptionally();
      assertThat(get(backend.results().read("q:1")).orElseThrow().status())
          .isEqualTo(TaskStatus.RUNNING);
    }
    assertThat(settings.toString()).contains("rediss://127.0.0.1:" + tlsPort);
  }

  @Test
  void a_server_that_nobody_vouches_for_is_refused() {
    refused(settings(TlsSettings.defaults().clientCertificate(cert(ours), key(ours))))
        .hasMessageContaining("no TLS connection")
        .hasMessageContaining("certification path");
    refused(settings(TlsSettings.defaults().trust(strangers.authority())))
        .hasMessageContaining("no TLS connection");
  }

  @Test
  void a_server_of_another_name_is_refused_unless_the_uri_says_that_it_may() {
    TlsSettings tls = trusting().clientCertificate(cert(ours), key(ours));
    String elsewhere = "rediss://localhost:" + tlsPort;
    refused(RedisSettings.of(elsewhere).tls(tls))
        .hasMessageContaining("no TLS connection")
        .hasMessageContaining("localhost");
    RedisBackend.connect(RedisSettings.of(elsewhere + "?verifyPeer=CA").tls(tls)).close();
  }

  @Test
  void a_client_without_a_certificate_or_with_a_strangers_is_refused() {
    refused(settings(trusting())).hasMessageContaining("TLS");
    refused(settings(trusting().clientCertificate(cert(strangers), key(strangers))))
        .hasMessageContaining("TLS");
  }

  @Test
  void plain_text_and_tls_do_not_meet() {
    TlsSettings tls = trusting().clientCertificate(cert(ours), key(ours));
    int plainPort = URI.create(server.uri()).getPort();
    refused(RedisSettings.of("rediss://127.0.0.1:" + plainPort).tls(tls))
        .hasMessageContaining("TLS");
    refused(RedisSettings.of("redis://127.0.0.1:" + tlsPort)).hasMessageContaining("can't be");
    assertThatThrownBy(() -> RedisSettings.of("redis://127.0.0.1:" + tlsPort).tls(tls))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("rediss://");
  }

  @Test
  void a_file_that_is_of_no_use_is_named_and_nothing_of_it_is_shown() throws Exception {
    Path wrong = Files.writeString(directory.resolve("wrong.pem"), "s3cret\n");
    Path pkcs1 =
        Files.writeString(
            directory.resolve("pkcs1.pem"),
            "-----BEGIN RSA PRIVATE KEY-----\ns3cret\n-----END RSA PRIVATE KEY-----\n");
    Path broken =
        Files.writeString(
            directory.resolve("broken.pem"),
            "-----BEGIN PRIVATE KEY-----\ns3cret\n-----END PRIVATE KEY-----\n");
    assertThatThrownBy(() -> TlsSettings.defaults().trust(directory.resolve("none.pem")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("none.pem");
    for (TlsSettings tls :
        new TlsSettings[] {
          TlsSettings.defaults().trust(wrong),
          trusting().clientCertificate(cert(ours), wrong),
          trusting().clientCertificate(cert(ours), pkcs1),
          trusting().clientCertificate(cert(ours), broken),
          trusting().clientCertificate(wrong, key(ours))
        }) {
      assertThatThrownBy(() -> RedisBackend.connect(settings(tls)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(".pem")
          .satisfies(e -> assertThat(trace(e)).doesNotContain("s3cret"));
    }
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(
      RedisSettings settings) {
    RedisSettings quick = settings.connectTimeout(Duration.ofSeconds(1));
    return assertThatThrownBy(() -> RedisBackend.connect(quick).close())
        .isInstanceOf(BackendConnectionException.class);
  }

  private static RedisSettings settings(TlsSettings tls) {
    return RedisSettings.of("rediss://127.0.0.1:" + tlsPort).tls(tls);
  }

  private static TlsSettings trusting() {
    return TlsSettings.defaults().trust(ours.authority());
  }

  private static Path cert(TestCertificates of) {
    return of.certificate("client");
  }

  private static Path key(TestCertificates of) {
    return of.key("client");
  }

  private static String trace(Throwable e) {
    java.io.StringWriter out = new java.io.StringWriter();
    e.printStackTrace(new java.io.PrintWriter(out));
    return out.toString();
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
