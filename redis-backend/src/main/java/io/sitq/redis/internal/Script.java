package io.sitq.redis.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** The Lua files, one for each transition. Their headers say what goes in and what comes out. */
enum Script {
  ENQUEUE,
  SCHEDULE,
  CONFIRM,
  DUE,
  PROMOTE,
  SETTLE,
  INSPECT,
  AWAIT,
  CANCEL,
  CANCEL_REQUESTS,
  REQUEUE,
  BURY,
  OVERDUE,
  RENEW,
  START,
  EXPIRED,
  RECOVER,
  STRAYS,
  SWEEP,
  CONSUMERS,
  DISCARD,
  STATS,
  ANNOUNCE,
  LEAVE,
  SEAL,
  UNSEAL,
  PARTITIONS,
  RIGHTS;

  private static final String INCLUDE = "--@include ";

  private final String text;
  private final String sha1;

  Script() {
    this.text = read(name().toLowerCase(java.util.Locale.ROOT) + ".lua");
    this.sha1 = sha1(text);
  }

  /** The whole script, its includes put in. */
  String text() {
    return text;
  }

  /** The name by which Redis caches it. */
  String sha1() {
    return sha1;
  }

  private static String read(String file) {
    String path = "/io/sitq/redis/" + file;
    try (InputStream in = Script.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the Lua file " + path + " is missing from the JAR");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(
              line ->
                  line.startsWith(INCLUDE)
                      ? read("include/" + line.substring(INCLUDE.length()) + ".lua")
                      : line)
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException("the Lua file " + path + " can't be read", e);
    }
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
