package io.sitq;

import io.sitq.spi.EncodedValue;
import java.lang.reflect.Type;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the stored value of a task becomes an {@code R}. */
record ResultType<R>(Function<EncodedValue, @Nullable R> decoder) {
  @SuppressWarnings("unchecked") // the codec was made for this very type
  static <R> ResultType<R> of(Codecs codecs, Type type, String subject) {
    return new ResultType<>(value -> (R) codecs.decode(value, type, subject));
  }

  @Nullable R decode(EncodedValue value) {
    return decoder.apply(value);
  }
}
