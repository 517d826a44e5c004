package io.sitq.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a seal holds for and nowhere else: what it is, of which task. Not stored with the seal, but
 * taken from where it is found, so that bytes that were copied elsewhere do not fit. The id carries
 * the queue, and workers take no id of another queue than they read from.
 */
enum SealContext {
  /** An envelope. */
  TASK("task", "envelope"),
  /** The value of a success. */
  RESULT("result", "result"),
  /** Error and traceback of a failure. */
  FAILURE("failure", "error"),
  /** The error of an earlier attempt. */
  ATTEMPT("attempt", "earlier error");

  private final String kind;
  private final String noun;

  SealContext(String kind, String noun) {
    this.kind = kind;
    this.noun = noun;
  }

  /** For messages. */
  String noun() {
    return noun;
  }

  /** {@code kind, id, task}, each with its length in two bytes before it. */
  byte[] of(String id, String task) {
    byte[] kindBytes = kind.getBytes(StandardCharsets.US_ASCII);
    byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
    byte[] taskBytes = task.getBytes(StandardCharsets.UTF_8);
    ByteBuffer context =
        ByteBuffer.allocate(3 * Short.BYTES + kindBytes.length + idBytes.length + taskBytes.length);
    for (byte[] part : new byte[][] {kindBytes, idBytes, taskBytes}) {
      context.putShort((short) part.length).put(part);
    }
    return context.array();
  }
}
