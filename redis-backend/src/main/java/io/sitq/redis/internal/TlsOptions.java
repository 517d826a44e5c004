package io.sitq.redis.internal;

import io.lettuce.core.SslOptions;
import io.sitq.ConfigurationException;
import io.sitq.redis.RedisSettings;
import io.sitq.redis.TlsSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Reads the files of {@link TlsSettings}, and says which of them is of no use. */
final class TlsOptions {
  /** Older ones have known weaknesses; every Redis with TLS speaks these. */
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private TlsOptions() {}

  /**
   * The client's options.
   *
   * @throws ConfigurationException if a file can't be used; names the file, and nothing in it
   */
  static SslOptions of(RedisSettings redis) {
    if (!redis.uri().startsWith("rediss")) {
      return SslOptions.create(); // not used, and to read the JVM's authorities takes time
    }
    TlsSettings settings = redis.tls();
    SslOptions.Builder options =
        SslOptions.builder()
            .jdkSslProvider()
            .protocols(PROTOCOLS)
            .handshakeTimeout(redis.connectTimeout());
    settings.trusted().ifPresent(pem -> options.trustManager(trustManagers(pem)));
    Path certificate = settings.certificate().orElse(null);
    Path key = settings.key().orElse(null);
    if (certificate != null && key != null) {
      options.keyManager(certificate.toFile(), requireKey(key), null);
    }
    SslOptions made = options.build();
    try {
      made.createSslContextBuilder().build();
    } catch (Exception e) {
      throw refused(
          "tls certificate and key",
          "must be a PEM chain of certificates and its PKCS #8 key, not encrypted",
          certificate + " and " + key,
          e);
    }
    return made;
  }

  private static TrustManagerFactory trustManagers(Path pem) {
    try (var in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (var found : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + count++, found);
      }
      if (count == 0) {
        throw new GeneralSecurityException("no certificate");
      }
      TrustManagerFactory made =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      made.init(store);
      return made;
    } catch (IOException | GeneralSecurityException e) {
      throw refused("tls ca", "must be a PEM file of certificates", pem, e);
    }
  }

  /** What the JDK can't read is told apart here: Netty says of all of it "no private key". */
  private static File requireKey(Path pem) {
    String text;
    try {
      text = Files.readString(pem);
    } catch (IOException e) {
      throw refused("tls key", "must be a PEM file that can be read", pem, e);
    }
    if (!text.contains("-----BEGIN PRIVATE KEY-----")) {
      throw refused(
          "tls key",
          "must be a PKCS #8 key in PEM, not encrypted (-----BEGIN PRIVATE KEY-----; others become"
              + " one by openssl pkcs8 -topk8 -nocrypt)",
          pem,
          null);
    }
    return pem.toFile();
  }

  /** Without the cause as cause: what a parser says may quote what it has read. */
  private static ConfigurationException refused(
      String parameter, String rule, Object value, @Nullable Throwable cause) {
    ConfigurationException refused = new ConfigurationException(parameter, rule, value);
    if (cause != null) {
      refused.addSuppressed(new IllegalArgumentException(cause.getClass().getSimpleName()));
    }
    return refused;
  }
}
