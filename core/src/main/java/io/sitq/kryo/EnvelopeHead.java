package io.sitq.kryo;

import com.esotericsoftware.kryo.io.Output;
import io.sitq.Backoff;
import io.sitq.ConfigurationException;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Envelope;
import io.sitq.spi.ExecutionOptions;
import io.sitq.spi.Limits;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** All of an envelope but the payload. What is written passes the same checks as what is read. */
final class EnvelopeHead {
  private static final int MAX_ATTEMPTS = 1;
  private static final int BACKOFF = 2;
  private static final int TIMEOUT = 4;
  private static final int RESULT_TTL = 8;
  private static final int NO_RESULT = 16;
  private static final int HEADERS = 32;
  private static final int ALL = 63;

  private static final int ID_CHARS = 2 * Limits.NAME_CHARS + 1;
  private static final int TASK_CHARS = 512;
  private static final int CODEC_CHARS = 16;

  private static final Duration LONGEST = Duration.ofDays(3650);

  private static final Backoff.Kind[] BACKOFF_KINDS = {
    Backoff.Kind.FIXED, Backoff.Kind.LINEAR, Backoff.Kind.EXPONENTIAL
  };

  private EnvelopeHead() {}

  static void write(Output out, Envelope envelope) {
    out.writeByte(EnvelopeCodec.VERSION);
    checkedName("id", envelope.id(), ID_CHARS);
    checkedName("task", envelope.task(), TASK_CHARS);
    out.writeString(checkedName("codec", envelope.codec(), CODEC_CHARS));
    out.writeVarLong(envelope.enqueuedAtMillis(), true);
    ExecutionOptions options = envelope.options();
    out.writeByte(flags(options, envelope.headers()));
    if (options.maxAttempts() != 0) {
      out.writeVarInt(checkedAttempts(options.maxAttempts()), true);
    }
    if (options.backoff() != null) {
      writeBackoff(out, options.backoff());
    }
    if (options.timeoutMillis() != 0) {
      out.writeVarLong(checkedMillis("timeout", options.timeoutMillis()), true);
    }
    if (options.resultTtlMillis() != 0) {
      out.writeVarLong(checkedMillis("result TTL", options.resultTtlMillis()), true);
    }
    if (!envelope.headers().isEmpty()) {
      writeHeaders(out, envelope.headers());
    }
  }

  static Envelope read(String id, String task, WireInput in, ByteSlice bytes) {
    if (bytes.length() > Limits.ENVELOPE_BYTES) {
      throw new ValueFailure(
          "it has " + bytes.length() + " bytes, the limit is " + Limits.ENVELOPE_BYTES);
    }
    int version = in.readByteUnsigned();
    if (version != EnvelopeCodec.VERSION) {
      throw new ValueFailure(
          "it is of format version "
              + version
              + ", this worker reads version "
              + EnvelopeCodec.VERSION
              + ": upgrade workers before producers");
    }
    checkedName("id", id, ID_CHARS);
    checkedName("task", task, TASK_CHARS);
    String codec = checkedName("codec", in.readText(), CODEC_CHARS);
    long enqueuedAtMillis = in.readVarLong(true);
    int flags = in.readByte();
    if ((flags & ~ALL) != 0) {
      throw new ValueFailure("it has options of a later version: upgrade workers before producers");
    }
    ExecutionOptions options = readOptions(in, flags);
    Map<String, String> headers = (flags & HEADERS) == 0 ? Map.of() : readHeaders(in);
    int length = in.readCount(1);
    if (length != in.remaining()) {
      throw new ValueFailure(
          "it has " + (in.remaining() - length) + " bytes after the payload: it is damaged");
    }
    ByteSlice payload = ByteSlice.of(bytes.array(), in.position(), length);
    return new Envelope(id, task, codec, enqueuedAtMillis, options, headers, payload);
  }

  private static int flags(ExecutionOptions options, Map<String, String> headers) {
    return (options.maxAttempts() == 0 ? 0 : MAX_ATTEMPTS)
        | (options.backoff() == null ? 0 : BACKOFF)
        | (options.timeoutMillis() == 0 ? 0 : TIMEOUT)
        | (options.resultTtlMillis() == 0 ? 0 : RESULT_TTL)
        | (options.keepResult() ? 0 : NO_RESULT)
        | (headers.isEmpty() ? 0 : HEADERS);
  }

  private static ExecutionOptions readOptions(WireInput in, int flags) {
    if ((flags & ~HEADERS) == 0) {
      return ExecutionOptions.DEFAULTS;
    }
    int maxAttempts = (flags & MAX_ATTEMPTS) == 0 ? 0 : checkedAttempts(in.readVarInt(true));
    Backoff backoff = (flags & BACKOFF) == 0 ? null : readBackoff(in);
    long timeoutMillis =
        (flags & TIMEOUT) == 0 ? 0 : checkedMillis("timeout", in.readVarLong(true));
    long resultTtlMillis =
        (flags & RESULT_TTL) == 0 ? 0 : checkedMillis("result TTL", in.readVarLong(true));
    return new ExecutionOptions(
        maxAttempts, backoff, timeoutMillis, resultTtlMillis, (flags & NO_RESULT) == 0);
  }

  private static void writeBackoff(Output out, Backoff backoff) {
    out.writeByte(
        switch (backoff.kind()) {
          case FIXED -> 0;
          case LINEAR -> 1;
          case EXPONENTIAL -> 2;
        });
    writeDuration(out, checkedDelay(backoff.initial()));
    writeDuration(out, checkedDelay(backoff.max()));
    out.writeDouble(backoff.jitter());
  }

  private static Backoff readBackoff(WireInput in) {
    int kind = in.readByte();
    if (kind < 0 || kind >= BACKOFF_KINDS.length) {
      throw new ValueFailure("its backoff is of an unknown kind: upgrade workers before producers");
    }
    Duration initial = checkedDelay(readDuration(in));
    Duration max = checkedDelay(readDuration(in));
    try {
      return new Backoff(BACKOFF_KINDS[kind], initial, max, in.readDouble());
    } catch (ConfigurationException e) {
      throw new ValueFailure("its options are damaged, " + e.getMessage());
    }
  }

  private static void writeDuration(Output out, Duration duration) {
    out.writeVarLong(duration.getSeconds(), true);
    out.writeVarInt(duration.getNano(), true);
  }

  private static Duration readDuration(WireInput in) {
    return Duration.ofSeconds(in.readVarLong(true), in.readVarInt(true));
  }

  private static void writeHeaders(Output out, Map<String, String> headers) {
    out.writeVarInt(checkedCount(headers.size()), true);
    headers.forEach(
        (name, value) -> {
          out.writeString(checkedLength("a header's name", name, 1, Limits.NAME_CHARS));
          out.writeString(checkedLength("a header", value, 0, Limits.HEADER_VALUE_CHARS));
        });
  }

  private static Map<String, String> readHeaders(WireInput in) {
    int count = checkedCount(in.readCount(2));
    Map<String, String> headers = new LinkedHashMap<>(2 * count);
    for (int i = 0; i < count; i++) {
      String name = checkedLength("a header's name", in.readText(), 1, Limits.NAME_CHARS);
      String value = checkedLength("a header", in.readText(), 0, Limits.HEADER_VALUE_CHARS);
      if (headers.put(name, value) != null) {
        throw new ValueFailure("a header comes twice: it is damaged");
      }
    }
    return Collections.unmodifiableMap(headers);
  }

  private static int checkedCount(int count) {
    if (count > Limits.HEADERS) {
      throw new ValueFailure("it has " + count + " headers, the limit is " + Limits.HEADERS);
    }
    return count;
  }

  private static String checkedLength(String what, String text, int min, int max) {
    if (text.length() < min || text.length() > max) {
      throw new ValueFailure(
          what + " has " + text.length() + " characters, allowed are " + min + " to " + max);
    }
    return text;
  }

  /** Cheap, and enough that the name can go into messages and logs. */
  private static String checkedName(String what, String name, int max) {
    checkedLength("its " + what, name, 1, max);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Character.isLetterOrDigit(c)
          && c != '.'
          && c != '_'
          && c != '-'
          && c != '$'
          && c != ':') {
        throw new ValueFailure("its " + what + " has characters that are not allowed: damaged?");
      }
    }
    return name;
  }

  private static int checkedAttempts(int attempts) {
    if (attempts <= 0) {
      throw new ValueFailure("its max attempts must be positive");
    }
    return attempts;
  }

  /** Sums with longer ones would overflow, here or in the backend. */
  private static long checkedMillis(String what, long millis) {
    if (millis <= 0 || millis > LONGEST.toMillis()) {
      throw new ValueFailure("its " + what + " must be from 1 ms to 10 years");
    }
    return millis;
  }

  private static Duration checkedDelay(Duration delay) {
    if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
      throw new ValueFailure("its backoff must be at most 10 years");
    }
    return delay;
  }
}
