package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values without a declared type: encoded by runtime class if that is a JDK value type, decoded as
 * what the bytes say. No class of anybody's is needed or made.
 */
final class AnySerializer extends ValueSerializer<Object> {
  static final AnySerializer INSTANCE = new AnySerializer();

  private static final CollectionSerializer LIST = CollectionSerializer.list(INSTANCE);
  private static final MapSerializer MAP = new MapSerializer(Object.class, INSTANCE, INSTANCE);
  private static final OptionalSerializer OPTIONAL = new OptionalSerializer(INSTANCE);
  private static final Map<Integer, ValueSerializer<?>> BY_KIND = byKind();

  private AnySerializer() {}

  @Override
  boolean nests() {
    return true;
  }

  @Override
  @SuppressWarnings("unchecked") // chosen by the value's own class
  public void write(Kryo kryo, Output out, Object value) {
    Object plain = value instanceof Object[] array ? Arrays.asList(array) : value;
    ((ValueSerializer<Object>) serializerOf(plain)).write(kryo, out, plain);
  }

  private static ValueSerializer<?> serializerOf(Object value) {
    if (value instanceof Collection<?>) {
      return LIST;
    }
    if (value instanceof Map<?, ?>) {
      return MAP;
    }
    if (value instanceof Optional<?>) {
      return OPTIONAL;
    }
    ValueSerializer<?> scalar =
        Scalars.of(value instanceof ZoneId ? ZoneId.class : value.getClass());
    if (scalar == null) {
      throw new ValueFailure(
          value.getClass().getName()
              + " can't be encoded without a declared type: ask for the codec of its type");
    }
    return scalar;
  }

  @Override
  Object readData(Kryo kryo, WireInput in, int kind) {
    return switch (kind) {
      case KryoKinds.ENUM -> in.readText();
      case KryoKinds.RECORD -> readRecord(kryo, in);
      case KryoKinds.VARIANT -> {
        in.skipBytes(4);
        yield required(readValue(kryo, in, this));
      }
      default -> readOther(kryo, in, kind);
    };
  }

  private static Object readOther(Kryo kryo, WireInput in, int kind) {
    ValueSerializer<?> serializer = BY_KIND.get(kind);
    if (serializer == null) {
      throw ValueFailure.mismatch("a value", kind);
    }
    return required(serializer.readData(kryo, in, kind));
  }

  private Map<String, @Nullable Object> readRecord(Kryo kryo, WireInput in) {
    int count = in.readCount(2);
    Map<String, @Nullable Object> components = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = in.readText();
      components.put(name, readValue(kryo, in, this));
    }
    return Collections.unmodifiableMap(components);
  }

  private static Object required(@Nullable Object value) {
    if (value == null) {
      throw ValueFailure.mismatch("a value", KryoKinds.NULL);
    }
    return value;
  }

  private static Map<Integer, ValueSerializer<?>> byKind() {
    Map<Integer, ValueSerializer<?>> serializers = new LinkedHashMap<>();
    put(serializers, KryoKinds.BOOLEAN, Boolean.class);
    put(serializers, KryoKinds.INTEGER, Long.class);
    put(serializers, KryoKinds.FLOAT, Float.class);
    put(serializers, KryoKinds.DOUBLE, Double.class);
    put(serializers, KryoKinds.STRING, String.class);
    put(serializers, KryoKinds.BYTES, byte[].class);
    serializers.put(KryoKinds.LIST, LIST);
    serializers.put(KryoKinds.MAP, MAP);
    serializers.put(KryoKinds.OPTIONAL, OPTIONAL);
    put(serializers, KryoKinds.DECIMAL, BigDecimal.class);
    put(serializers, KryoKinds.BIG_INTEGER, BigInteger.class);
    put(serializers, KryoKinds.UUID, UUID.class);
    put(serializers, KryoKinds.BOOLEANS, boolean[].class);
    put(serializers, KryoKinds.SHORTS, short[].class);
    put(serializers, KryoKinds.CHARS, char[].class);
    put(serializers, KryoKinds.INTS, int[].class);
    put(serializers, KryoKinds.LONGS, long[].class);
    put(serializers, KryoKinds.FLOATS, float[].class);
    put(serializers, KryoKinds.DOUBLES, double[].class);
    put(serializers, KryoKinds.URI, URI.class);
    put(serializers, KryoKinds.INSTANT, Instant.class);
    put(serializers, KryoKinds.DURATION, Duration.class);
    put(serializers, KryoKinds.LOCAL_DATE, LocalDate.class);
    put(serializers, KryoKinds.LOCAL_TIME, LocalTime.class);
    put(serializers, KryoKinds.LOCAL_DATE_TIME, LocalDateTime.class);
    put(serializers, KryoKinds.OFFSET_DATE_TIME, OffsetDateTime.class);
    put(serializers, KryoKinds.OFFSET_TIME, OffsetTime.class);
    put(serializers, KryoKinds.ZONED_DATE_TIME, ZonedDateTime.class);
    put(serializers, KryoKinds.PERIOD, Period.class);
    put(serializers, KryoKinds.YEAR, Year.class);
    put(serializers, KryoKinds.YEAR_MONTH, YearMonth.class);
    put(serializers, KryoKinds.MONTH_DAY, MonthDay.class);
    put(serializers, KryoKinds.ZONE, ZoneId.class);
    return serializers;
  }

  private static void put(Map<Integer, ValueSerializer<?>> map, int kind, Class<?> type) {
    ValueSerializer<?> serializer = Scalars.of(type);
    if (serializer == null) {
      throw new IllegalStateException("no serializer for " + type);
    }
    map.put(kind, serializer);
  }
}
