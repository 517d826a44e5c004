package io.sitq.kryo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Reads very many bytes that are nearly right: each is refused as it should or read, in bounded
 * time and memory. By default 25,000 with a fixed seed; {@code bin/fuzz} goes on for minutes.
 * {@code -Dsitq.fuzz.seed} and {@code -Dsitq.fuzz.minutes} are its settings, and with {@code
 * -Dsitq.fuzz.round} it makes one input alone again, the one that a failure names.
 */
class FuzzTest {
  private static final int ROUNDS = 25_000;
  private static final Duration MOST_TIME = Duration.ofSeconds(1);
  private static final long MOST_BYTES = 2 << 20;
  private static final long MOST_BYTES_FOR_EACH = 1000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final List<FuzzTarget> targets = FuzzTarget.all();
  private final long seed = Long.getLong("sitq.fuzz.seed", 20_261_124);
  private long accepted;
  private long slowestNanos;
  private long mostAllocated;

  @Test
  void whatIsNearlyRightIsReadOrRefused() {
    for (FuzzTarget target : targets) {
      assertThat(target.accepts(target.valid())).as("%s", target).isTrue();
    }
    Long only = Long.getLong("sitq.fuzz.round");
    long minutes = Long.getLong("sitq.fuzz.minutes", 0);
    long deadline = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
    long round = only == null ? 0 : only;
    do {
      round(round);
      round++;
    } while (only == null && (minutes == 0 ? round < ROUNDS : System.nanoTime() < deadline));
    System.out.printf(
        "fuzz: seed %d, %d inputs, %d accepted, slowest %d ms, most allocated %d KiB%n",
        seed, round, accepted, slowestNanos / 1_000_000, mostAllocated >> 10);
    assertThat(only != null || (accepted > 0 && accepted < round)).isTrue();
  }

  private void round(long round) {
    Random random = new Random(seed + 0x9e37_79b9_7f4a_7c15L * round);
    FuzzTarget origin = targets.get(random.nextInt(targets.size()));
    FuzzTarget other = targets.get(random.nextInt(targets.size()));
    FuzzTarget target = random.nextInt(8) == 0 ? other : origin;
    byte[] bytes = new Mutations(random).of(origin.valid(), other.valid());
    long cpu = threads.getCurrentThreadCpuTime();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    try {
      accepted += target.accepts(bytes) ? 1 : 0;
    } catch (Throwable e) {
      throw new AssertionError(describe(round, target, bytes) + " threw " + e, e);
    }
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
    cpu = threads.getCurrentThreadCpuTime() - cpu;
    slowestNanos = Math.max(slowestNanos, cpu);
    mostAllocated = Math.max(mostAllocated, allocated);
    if (cpu > MOST_TIME.toNanos() || allocated > MOST_BYTES + MOST_BYTES_FOR_EACH * bytes.length) {
      throw new AssertionError(
          describe(round, target, bytes) + " took " + cpu + " ns and " + allocated + " bytes");
    }
  }

  private String describe(long round, FuzzTarget target, byte[] bytes) {
    return "-Dsitq.fuzz.seed="
        + seed
        + " -Dsitq.fuzz.round="
        + round
        + ": "
        + target
        + " of "
        + HexFormat.of().formatHex(bytes);
  }
}
