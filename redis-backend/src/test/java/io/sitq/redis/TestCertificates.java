package io.sitq.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate authority of a test and what it signs, made by the JDK's keytool, as PEM files. */
final class TestCertificates {
  private static final String PASSWORD = "changeit";
  private static final String AUTHORITY = "authority";

  private final Path directory;
  private final Path store;

  private TestCertificates(Path directory) {
    this.directory = directory;
    this.store = directory.resolve("certificates.p12");
  }

  static TestCertificates in(Path directory) throws Exception {
    TestCertificates made = new TestCertificates(Files.createDirectories(directory));
    made.generate(AUTHORITY, "-ext", "bc:c");
    return made;
  }

  /**
   * Has the authority sign a certificate; {@code hosts} as keytool has them: {@code ip:…,dns:…}.
   */
  void sign(String name, String hosts) throws Exception {
    generate(name, "-signer", AUTHORITY, "-ext", "san=" + hosts);
  }

  Path authority() {
    return directory.resolve(AUTHORITY + ".crt");
  }

  Path certificate(String name) {
    return directory.resolve(name + ".crt");
  }

  Path key(String name) {
    return directory.resolve(name + ".key");
  }

  private void generate(String alias, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-alias", alias, "-dname", "CN=" + alias, "-validity", "2"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of(more));
    Path log = directory.resolve("keytool.log");
    Process keytool =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      keytool.destroyForcibly();
      throw new IOException("keytool failed: " + Files.readString(log));
    }
    export(alias);
  }

  private void export(String alias) throws Exception {
    KeyStore loaded = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    StringBuilder chain = new StringBuilder();
    for (Certificate each : loaded.getCertificateChain(alias)) {
      chain.append(pem("CERTIFICATE", each.getEncoded()));
    }
    Files.writeString(certificate(alias), chain);
    Key key = loaded.getKey(alias, PASSWORD.toCharArray());
    Files.writeString(key(alias), pem("PRIVATE KEY", key.getEncoded()));
  }

  private static String pem(String type, byte[] der) {
    String text =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
  }
}
