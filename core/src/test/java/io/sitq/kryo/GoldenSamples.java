package io.sitq.kryo;

import io.sitq.Alias;
import io.sitq.Backoff;
import io.sitq.Default;
import io.sitq.TaskName;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Envelope;
import io.sitq.spi.ExecutionOptions;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What every release has written, and what it must still be read as. A record here may change as
 * users' records do: the expected value is then what the bytes of earlier releases become.
 */
@SuppressWarnings("ArrayRecordComponent") // arrays are supported, whatever one thinks of them
final class GoldenSamples {
  record Value(Type type, Object value) {}

  @TaskName(value = "golden-mail", aliases = "golden-post")
  record Mail(
      @Alias("recipient") String to,
      @Default("3") int retries,
      Optional<String> subject,
      List<String> lines,
      byte[] attachment) {}

  record Arrays8(
      boolean[] z, byte[] b, short[] s, char[] c, int[] i, long[] l, float[] f, double[] d) {}

  private GoldenSamples() {}

  static Map<String, Value> values() {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("divide", new Value(Samples.Divide.class, new Samples.Divide(10, -2)));
    values.put("primitives", new Value(Samples.Primitives.class, Samples.primitives()));
    values.put("boxes", new Value(Samples.Boxes.class, Samples.boxes()));
    values.put("values", new Value(Samples.Values.class, Samples.values()));
    values.put("times", new Value(Samples.Times.class, Samples.times()));
    values.put("order", new Value(Samples.Order.class, Samples.order()));
    values.put("mail", new Value(Mail.class, mail()));
    values.put("arrays", new Value(Arrays8.class, arrays()));
    values.put(
        "tree",
        new Value(
            Samples.Tree.class,
            new Samples.Tree("root", List.of(new Samples.Tree("leaf", List.of())))));
    values.put("texts", new Value(new TypeOf<Set<String>>() {}.type(), Set.of("größer 🙂")));
    values.put(
        "nulls", new Value(new TypeOf<List<Integer>>() {}.type(), Arrays.asList(1, null, -1)));
    values.put(
        "map",
        new Value(
            new TypeOf<Map<Samples.Color, Optional<Long>>>() {}.type(),
            Map.of(Samples.Color.GREEN, Optional.of(1L << 40))));
    values.put("nothing", new Value(Void.class, null));
    return values;
  }

  enum Level {
    LOW,
    HIGH
  }

  record Alarm(String text, Level level, long count) {}

  /**
   * What {@code earlier-records.txt} is read as, the bytes of records before they changed: a
   * component was renamed, removed, added, moved, widened, an enum had one constant, a record below
   * a sealed interface another name.
   */
  static Map<String, Value> earlier() {
    return Map.of(
        "mail-before",
        new Value(Mail.class, new Mail("a@b", 3, Optional.empty(), List.of("x"), new byte[0])),
        "alarm-before",
        new Value(Alarm.class, new Alarm("t", Level.LOW, 5)),
        "payment-before",
        new Value(Samples.Payment.class, new Samples.Card("4711")));
  }

  static Map<String, Envelope> envelopes() {
    Map<String, Envelope> envelopes = new LinkedHashMap<>();
    envelopes.put(
        "plain",
        envelope("default:01JD0000000000000000000000", "divide", ExecutionOptions.DEFAULTS, "{}"));
    envelopes.put(
        "all-options",
        new Envelope(
            "mail:order-17",
            "shop.mail.SendMail$Task",
            "json",
            1_795_000_000_000L,
            new ExecutionOptions(
                5,
                new Backoff(
                    Backoff.Kind.EXPONENTIAL, Duration.ofMillis(1500), Duration.ofMinutes(5), 0.25),
                30_000,
                86_400_000,
                false),
            Map.of("trace-id", "größer"),
            ByteSlice.of("{\"to\":\"x\"}".getBytes(StandardCharsets.UTF_8))));
    return envelopes;
  }

  private static Envelope envelope(String id, String task, ExecutionOptions options, String json) {
    return new Envelope(
        id,
        task,
        "kryo",
        1_795_000_000_000L,
        options,
        Map.of(),
        ByteSlice.of(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static Mail mail() {
    return new Mail("a@b", 2, Optional.of("hi"), List.of("line", ""), new byte[] {1, -1});
  }

  private static Arrays8 arrays() {
    return new Arrays8(
        new boolean[] {true, false},
        new byte[] {1, -1},
        new short[] {2, -2},
        new char[] {'a', 'ß'},
        new int[] {3, -3},
        new long[] {4, Long.MIN_VALUE},
        new float[] {0.5f},
        new double[] {-0.0, 1e300});
  }
}
