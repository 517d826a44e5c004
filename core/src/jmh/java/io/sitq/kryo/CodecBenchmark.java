package io.sitq.kryo;

import io.sitq.json.JsonSerializer;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Envelope;
import io.sitq.spi.ExecutionOptions;
import io.sitq.spi.ValueCodec;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to turn a task into the bytes of an envelope, and back; run by bin/performance. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgs = "-Dkryo.unsafe=false")
public class CodecBenchmark {
  private static final String ID = "default:01HZY3V8Q4J5K6M7N8P9QRSTVW";
  private static final String TASK = "task";

  /** Two integers, or a record of lists, maps, a sealed interface and a generic record. */
  @Param({"divide", "order"})
  public String value;

  @Param({"kryo", "json"})
  public String codec;

  private final EnvelopeCodec envelopes = new EnvelopeCodec();
  private Object object;
  private ValueCodec values;
  private byte[] bytes;
  private byte[] envelope;

  /** Makes what is encoded and decoded. */
  @Setup
  public void setUp() {
    object = value.equals("divide") ? new Samples.Divide(7, 3) : Samples.order();
    values =
        (codec.equals("kryo") ? new KryoSerializer() : new JsonSerializer())
            .codecFor(object.getClass(), "benchmark");
    bytes = values.encode(object);
    envelope = encodeEnvelope();
  }

  /** The value alone. */
  @Benchmark
  public byte[] encode() {
    return values.encode(object);
  }

  /** The value alone. */
  @Benchmark
  public Object decode() {
    return values.decode(ByteSlice.of(bytes));
  }

  /** The value and the envelope around it. */
  @Benchmark
  public byte[] encodeEnvelope() {
    return envelopes.encode(
        new Envelope(
            ID,
            TASK,
            codec,
            1_700_000_000_000L,
            ExecutionOptions.DEFAULTS,
            Map.of(),
            ByteSlice.of(values.encode(object))));
  }

  /** The envelope and the value in it. */
  @Benchmark
  public Object decodeEnvelope() {
    return values.decode(envelopes.decode(ID, TASK, ByteSlice.of(envelope)).payload());
  }
}
