package io.sitq.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.TaskSerializationException;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Limits;
import io.sitq.spi.ValueCodec;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LimitsTest {
  record Positive(int value) {
    Positive {
      if (value <= 0) {
        throw new IllegalArgumentException("secret " + value);
      }
    }
  }

  record Zero(int value) {}

  record Failing(String text) {
    @Override
    public String text() {
      throw new IllegalStateException("accessor");
    }
  }

  record Chain(Chain next) {}

  @Test
  void aValueAboveTheLimitIsRefusedWithTheLimit() {
    ValueCodec codec = codec(byte[].class);
    assertThat(codec.encode(new byte[Limits.ENVELOPE_BYTES - 10])).hasSizeLessThan(1 << 20);
    assertThatThrownBy(() -> codec.encode(new byte[Limits.ENVELOPE_BYTES]))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("takes more than 1048576 bytes, the limit");
    List<String> endless = new Repeated(Integer.MAX_VALUE, "x".repeat(1000));
    assertThatThrownBy(() -> codec(new TypeOf<List<String>>() {}.type()).encode(endless))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("1048576");
    byte[] tooLong = new byte[Limits.ENVELOPE_BYTES + 1];
    assertThatThrownBy(() -> codec.decode(ByteSlice.of(tooLong)))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("the limit is 1048576");
  }

  @Test
  void aValueThatIsNestedTooDeeplyIsRefusedBothWays() {
    Chain chain = new Chain(null);
    for (int i = 1; i < 64; i++) {
      chain = new Chain(chain);
    }
    ValueCodec codec = codec(Chain.class);
    byte[] deepest = codec.encode(chain);
    assertThat(codec.decode(ByteSlice.of(deepest))).isEqualTo(chain);
    Chain deeper = new Chain(chain);
    assertThatThrownBy(() -> codec.encode(deeper))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("nested deeper than 64 levels");
    int level = "09016e6578f4".length() / 2;
    byte[] bytes = new byte[level + deepest.length];
    System.arraycopy(deepest, 0, bytes, 0, level);
    System.arraycopy(deepest, 0, bytes, level, deepest.length);
    assertThatThrownBy(() -> codec.decode(ByteSlice.of(bytes)))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("nested deeper than 64 levels");
  }

  @Test
  void hugeNumbersAreRefusedBothWays() {
    assertThatThrownBy(() -> codec(BigInteger.class).encode(BigInteger.TWO.pow(70_000)))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("the limit is 8192");
    assertThatThrownBy(() -> codec(BigDecimal.class).encode(new BigDecimal("1e1000000")))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("the limit is ±10000");
  }

  @Test
  void whatAConstructorThrowsIsTheCauseAndNotInTheMessage() {
    byte[] zero = codec(Zero.class).encode(new Zero(0));
    assertThatThrownBy(() -> codec(Positive.class).decode(ByteSlice.of(zero)))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("constructor of record " + Positive.class.getName())
        .hasMessageNotContaining("secret")
        .hasRootCauseMessage("secret 0");
    assertThatThrownBy(() -> codec(Failing.class).encode(new Failing("x")))
        .isInstanceOfSatisfying(
            TaskSerializationException.class, e -> assertThat(e.path()).isEqualTo("text"))
        .hasMessageContaining("accessor text()")
        .hasRootCauseMessage("accessor");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void aValueOfAnotherTypeThanDeclaredIsRefused() {
    List polluted = List.of("x", 1);
    ValueCodec codec = codec(new TypeOf<List<String>>() {}.type());
    assertThatThrownBy(() -> codec.encode(polluted))
        .isInstanceOfSatisfying(
            TaskSerializationException.class, e -> assertThat(e.path()).isEqualTo("[1]"))
        .hasMessageContaining("not of the declared type");
    assertThatThrownBy(() -> codec(Void.class).encode("x"))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("Void");
    assertThatThrownBy(() -> codec(Zero.class).encode(new Positive(1)))
        .isInstanceOf(TaskSerializationException.class);
  }

  @Test
  void aCollectionThatChangesWhileItIsEncodedIsRefused() {
    assertThatThrownBy(() -> codec(new TypeOf<List<String>>() {}.type()).encode(new Shrinking()))
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("don't change it");
  }

  @Test
  void oneCodecServesManyThreads() throws Exception {
    KryoSerializer serializer = new KryoSerializer();
    ValueCodec codec = serializer.codecFor(Samples.Order.class, "order");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> futures = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        boolean breaks = thread % 4 == 3;
        Callable<Boolean> work =
            () -> {
              boolean good = true;
              for (int i = 0; i < 2_000; i++) {
                byte[] bytes = codec.encode(Samples.order());
                if (breaks) {
                  bytes[i % bytes.length] ^= 0x55;
                  tryToDecode(codec, bytes);
                } else {
                  good &= Samples.order().equals(codec.decode(ByteSlice.of(bytes)));
                }
                serializer.codecFor(Samples.Times.class, "times").encode(Samples.times());
              }
              return good;
            };
        futures.add(threads.submit(work));
      }
      for (Future<Boolean> future : futures) {
        assertThat(future.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void tryToDecode(ValueCodec codec, byte[] bytes) {
    try {
      codec.decode(ByteSlice.of(bytes));
    } catch (TaskSerializationException expected) {
      assertThat(expected.getMessage()).startsWith("order can't be decoded");
    }
  }

  private static ValueCodec codec(Type type) {
    return new KryoSerializer().codecFor(type, "sample");
  }

  /** Many times the same text, in no memory. */
  private static final class Repeated extends AbstractList<String> {
    private final int size;
    private final String text;

    Repeated(int size, String text) {
      this.size = size;
      this.text = text;
    }

    @Override
    public String get(int index) {
      return text;
    }

    @Override
    public int size() {
      return size;
    }
  }

  /** Says that it has more than it gives, as a list does that another thread clears. */
  private static final class Shrinking extends AbstractList<String> {
    @Override
    public String get(int index) {
      return "x";
    }

    @Override
    public int size() {
      return 2;
    }

    @Override
    public java.util.Iterator<String> iterator() {
      return List.of("x").iterator();
    }
  }
}
