package io.sitq.redis;

import io.sitq.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust, and as whom to appear, on a {@code rediss://} connection. Immutable: each method
 * returns a copy with one thing changed. The files are read when the connection is made; to take
 * new ones, connect again.
 *
 * <p>The server's certificate and its host name are always checked, unless the URI says {@code
 * ?verifyPeer=CA} (not the host name) or {@code ?verifyPeer=NONE} (nothing, for experiments).
 */
public final class TlsSettings {
  private static final TlsSettings DEFAULTS = new TlsSettings(null, null, null);

  private final @Nullable Path trusted;
  private final @Nullable Path certificate;
  private final @Nullable Path key;

  private TlsSettings(@Nullable Path trusted, @Nullable Path certificate, @Nullable Path key) {
    this.trusted = trusted;
    this.certificate = certificate;
    this.key = key;
  }

  /** The certificate authorities that the JVM trusts, and no client certificate. */
  public static TlsSettings defaults() {
    return DEFAULTS;
  }

  /**
   * The certificate authorities to trust instead of the JVM's.
   *
   * @param pem a PEM file with one or more certificates
   * @throws ConfigurationException if it is no file that can be read
   */
  public TlsSettings trust(Path pem) {
    return new TlsSettings(requireFile("tls ca", pem), certificate, key);
  }

  /**
   * The certificate to show to a server that asks for one.
   *
   * @param chainPem a PEM file with the client's certificate, then those that it was signed with
   * @param keyPem a PEM file with its key in PKCS #8 ({@code BEGIN PRIVATE KEY}), not encrypted
   * @throws ConfigurationException if one of them is no file that can be read
   */
  public TlsSettings clientCertificate(Path chainPem, Path keyPem) {
    return new TlsSettings(
        trusted, requireFile("tls certificate", chainPem), requireFile("tls key", keyPem));
  }

  /** The certificate authorities to trust, if not the JVM's. */
  public Optional<Path> trusted() {
    return Optional.ofNullable(trusted);
  }

  /** The client's certificate, if there is one. */
  public Optional<Path> certificate() {
    return Optional.ofNullable(certificate);
  }

  /** The client's key; present if its certificate is. */
  public Optional<Path> key() {
    return Optional.ofNullable(key);
  }

  private static Path requireFile(String parameter, Path file) {
    if (file == null || !Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new ConfigurationException(parameter, "must be a PEM file that can be read", file);
    }
    return file;
  }

  /** The names of the files, never what is in them. */
  @Override
  public String toString() {
    return "TlsSettings[trusted "
        + (trusted == null ? "by the JVM" : trusted)
        + ", certificate "
        + (certificate == null ? "none" : certificate)
        + "]";
  }
}
