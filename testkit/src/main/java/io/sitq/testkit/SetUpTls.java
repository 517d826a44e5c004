package io.sitq.testkit;

import java.nio.file.Path;

/**
 * The files with which the servers of a set-up speak TLS, to clients and to each other.
 *
 * @param authority who vouches for all certificates, those of clients too
 * @param certificate of every server
 * @param key of the certificate
 */
record SetUpTls(Path authority, Path certificate, Path key) {
  void configure(SitqRedisBuilder server, int port) {
    server
        .tlsPort(port)
        .config("tls-ca-cert-file", quoted(authority))
        .config("tls-cert-file", quoted(certificate))
        .config("tls-key-file", quoted(key))
        .config("tls-replication", "yes");
  }

  private static String quoted(Path file) {
    return '"' + SetUpSettings.escaped(file.toString()) + '"';
  }
}
