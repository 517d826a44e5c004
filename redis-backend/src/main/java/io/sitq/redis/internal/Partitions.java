package io.sitq.redis.internal;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Which partition of a queue a task belongs to. Part of the format: a producer that chose otherwise
 * would make two tasks of one id, so this may never change.
 */
final class Partitions {
  private Partitions() {}

  /**
   * The CRC-32 of the part of an id after its queue, modulo the number of partitions. Every
   * language has that CRC, that of zlib.
   *
   * @param id {@code <queue>:<local id>}
   */
  static int indexOf(String id, int count) {
    if (count == 1) {
      return 0;
    }
    CRC32 crc = new CRC32();
    crc.update(id.substring(id.indexOf(':') + 1).getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % count);
  }
}
