package io.sitq.it.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sitq.json.JsonSerializer;
import io.sitq.kryo.EnvelopeCodec;
import io.sitq.kryo.KryoSerializer;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Envelope;
import io.sitq.spi.ExecutionOptions;
import io.sitq.spi.Limits;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * Envelopes that mean harm: changed ones, and bombs of lengths, depth, collisions and small bytes
 * that become large objects. The kinds are those of docs/wire-format.md.
 */
final class HostilePayloads {
  /** How many fill a whole envelope, at most: a few of each kind. */
  private static final int LARGE_ONES = 40;

  private static final int LEAST_BETWEEN = 150;
  private static final int LIST = 7;
  private static final int MAP = 8;
  private static final int RECORD = 9;

  private final EnvelopeCodec envelopes = new EnvelopeCodec();
  private final Random random;
  private final int largeEvery;
  private final byte[] kryo;
  private final byte[] json;

  /** So many of them, one after the other. */
  HostilePayloads(long seed, int total) {
    random = new Random(seed);
    largeEvery = Math.max(LEAST_BETWEEN, total / LARGE_ONES);
    kryo = new KryoSerializer().codecFor(ShipOrder.class, "x").encode(ShipOrder.number(7));
    json = new JsonSerializer().codecFor(ShipOrder.class, "x").encode(ShipOrder.number(7));
  }

  /** The envelope of the task with this id. */
  byte[] envelope(String id, int index) {
    if (index % largeEvery == largeEvery - 1) {
      return enveloped(id, "kryo", large(index / largeEvery));
    }
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> changed(enveloped(id, "kryo", kryo));
      case 3, 4 -> changed(enveloped(id, "json", json));
      case 5 -> enveloped(id, "kryo", Arrays.copyOf(kryo, random.nextInt(kryo.length)));
      case 6 -> noise();
      case 7 -> enveloped(id, "kryo", lengthBomb());
      case 8 -> enveloped(id, "kryo", depthBomb());
      case 9 -> enveloped(id, "json", "[".repeat(2_000).getBytes(UTF_8));
      case 10 -> enveloped(id, "json", ("{\"number\":" + "9".repeat(5_000) + "}").getBytes(UTF_8));
      default -> enveloped(id, "java", kryo);
    };
  }

  private byte[] enveloped(String id, String codec, byte[] payload) {
    return envelopes.encode(
        new Envelope(
            id,
            "ship-order",
            codec,
            1_795_000_000_000L,
            ExecutionOptions.DEFAULTS,
            Map.of(),
            ByteSlice.of(payload)));
  }

  private byte[] changed(byte[] valid) {
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      valid[random.nextInt(valid.length)] = (byte) random.nextInt();
    }
    return valid;
  }

  private byte[] noise() {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] lengthBomb() {
    byte[] huge = {-1, -1, -1, -1, 7};
    return switch (random.nextInt(4)) {
      case 0 -> component("label", join(new byte[] {6}, huge));
      case 1 -> component("lines", join(new byte[] {LIST}, huge));
      case 2 -> component("stock", join(new byte[] {MAP}, huge));
      default -> component("number", join(new byte[] {5}, huge));
    };
  }

  private static byte[] depthBomb() {
    byte[] lists = new byte[10_000];
    for (int i = 0; i < lists.length; i += 2) {
      lists[i] = LIST;
      lists[i + 1] = 1;
    }
    return component("unknown", lists);
  }

  /** As much as an envelope can hold. */
  private static byte[] large(int turn) {
    int room = Limits.ENVELOPE_BYTES - 100;
    return switch (turn % 4) {
      case 0 -> component("places", collidingPlaces(60_000));
      case 1 -> component("notes", filled(room, room / 3, LIST, 1, 0));
      case 2 -> component("lines", filled(room, room / 2, RECORD, 0));
      default -> component("notes", filled(room, room / 2 + 1, LIST, 0)); // one too many
    };
  }

  private static byte[] collidingPlaces(int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(LIST);
    writeVarInt(out, count);
    for (int i = 0; i < count; i++) {
      out.writeBytes(new byte[] {RECORD, 2});
      writeName(out, "shelf");
      out.write(2);
      writeVarInt(out, 2 * i);
      writeName(out, "row");
      out.write(2);
      writeVarInt(out, 2 * 31 * (count - i)); // zigzag; 31 * shelf + row is the hash code
      if (out.size() > Limits.ENVELOPE_BYTES - 200) {
        return collidingPlaces(i);
      }
    }
    return out.toByteArray();
  }

  private static byte[] filled(int room, int count, int... element) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(LIST);
    writeVarInt(out, count);
    while (out.size() + element.length <= room - 10) {
      for (int b : element) {
        out.write(b);
      }
    }
    return out.toByteArray();
  }

  private static byte[] component(String name, byte[] value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {RECORD, 1});
    writeName(out, name);
    out.writeBytes(value);
    return out.toByteArray();
  }

  private static void writeName(ByteArrayOutputStream out, String name) {
    byte[] ascii = name.getBytes(UTF_8);
    ascii[ascii.length - 1] |= (byte) 0x80;
    out.writeBytes(ascii);
  }

  private static void writeVarInt(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest > 127) {
      out.write((rest & 127) | 128);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private static byte[] join(byte[] head, byte[] tail) {
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }
}
