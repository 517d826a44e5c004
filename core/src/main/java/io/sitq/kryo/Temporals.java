package io.sitq.kryo;

import com.esotericsoftware.kryo.io.Output;
import io.sitq.kryo.ScalarSerializer.DataReader;
import io.sitq.kryo.ScalarSerializer.DataWriter;
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
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/** The value types of java.time. */
final class Temporals {
  private Temporals() {}

  static List<ValueSerializer<?>> all() {
    return List.of(
        of(
            Instant.class,
            KryoKinds.INSTANT,
            (out, value) -> writeSeconds(out, value.getEpochSecond(), value.getNano()),
            in -> Instant.ofEpochSecond(in.readVarLong(false), readNano(in))),
        of(
            Duration.class,
            KryoKinds.DURATION,
            (out, value) -> writeSeconds(out, value.getSeconds(), value.getNano()),
            in -> Duration.ofSeconds(in.readVarLong(false), readNano(in))),
        of(LocalDate.class, KryoKinds.LOCAL_DATE, Temporals::writeDate, Temporals::readDate),
        of(LocalTime.class, KryoKinds.LOCAL_TIME, Temporals::writeTime, Temporals::readTime),
        of(
            LocalDateTime.class,
            KryoKinds.LOCAL_DATE_TIME,
            Temporals::writeDateTime,
            Temporals::readDateTime),
        of(
            OffsetDateTime.class,
            KryoKinds.OFFSET_DATE_TIME,
            (out, value) -> {
              writeDateTime(out, value.toLocalDateTime());
              writeOffset(out, value.getOffset());
            },
            in -> OffsetDateTime.of(readDateTime(in), readOffset(in))),
        of(
            OffsetTime.class,
            KryoKinds.OFFSET_TIME,
            (out, value) -> {
              writeTime(out, value.toLocalTime());
              writeOffset(out, value.getOffset());
            },
            in -> OffsetTime.of(readTime(in), readOffset(in))),
        of(
            ZonedDateTime.class,
            KryoKinds.ZONED_DATE_TIME,
            (out, value) -> {
              writeDateTime(out, value.toLocalDateTime());
              writeOffset(out, value.getOffset());
              out.writeString(value.getZone().getId());
            },
            // the instant counts: the reader's JVM may have other rules for the zone
            in -> ZonedDateTime.ofInstant(readDateTime(in), readOffset(in), readZone(in))),
        of(
            Period.class,
            KryoKinds.PERIOD,
            (out, value) -> {
              out.writeVarInt(value.getYears(), false);
              out.writeVarInt(value.getMonths(), false);
              out.writeVarInt(value.getDays(), false);
            },
            in -> Period.of(in.readVarInt(false), in.readVarInt(false), in.readVarInt(false))),
        of(
            Year.class,
            KryoKinds.YEAR,
            (out, value) -> out.writeVarInt(value.getValue(), false),
            in -> Year.of(in.readVarInt(false))),
        of(
            YearMonth.class,
            KryoKinds.YEAR_MONTH,
            (out, value) -> {
              out.writeVarInt(value.getYear(), false);
              out.writeByte(value.getMonthValue());
            },
            in -> YearMonth.of(in.readVarInt(false), in.readByte())),
        of(
            MonthDay.class,
            KryoKinds.MONTH_DAY,
            (out, value) -> {
              out.writeByte(value.getMonthValue());
              out.writeByte(value.getDayOfMonth());
            },
            in -> MonthDay.of(in.readByte(), in.readByte())),
        of(
            ZoneId.class,
            KryoKinds.ZONE,
            (out, value) -> out.writeString(value.getId()),
            Temporals::readZone),
        of(
            ZoneOffset.class,
            KryoKinds.ZONE,
            (out, value) -> out.writeString(value.getId()),
            in -> ZoneOffset.of(in.readText())));
  }

  private static <T> ScalarSerializer<T> of(
      Class<T> type, int kind, DataWriter<T> writer, DataReader<T> reader) {
    return new ScalarSerializer<>(type, kind, writer, reader);
  }

  private static void writeSeconds(Output out, long seconds, int nano) {
    out.writeVarLong(seconds, false);
    out.writeVarInt(nano, true);
  }

  private static int readNano(WireInput in) {
    int nano = in.readVarInt(true);
    if (nano < 0 || nano > 999_999_999) {
      throw new ValueFailure("nanoseconds are out of range: the bytes are damaged");
    }
    return nano;
  }

  private static void writeDate(Output out, LocalDate date) {
    out.writeVarLong(date.toEpochDay(), false);
  }

  private static LocalDate readDate(WireInput in) {
    return LocalDate.ofEpochDay(in.readVarLong(false));
  }

  private static void writeTime(Output out, LocalTime time) {
    out.writeVarLong(time.toNanoOfDay(), true);
  }

  private static LocalTime readTime(WireInput in) {
    return LocalTime.ofNanoOfDay(in.readVarLong(true));
  }

  private static void writeDateTime(Output out, LocalDateTime dateTime) {
    writeDate(out, dateTime.toLocalDate());
    writeTime(out, dateTime.toLocalTime());
  }

  private static LocalDateTime readDateTime(WireInput in) {
    return LocalDateTime.of(readDate(in), readTime(in));
  }

  private static void writeOffset(Output out, ZoneOffset offset) {
    out.writeVarInt(offset.getTotalSeconds(), false);
  }

  private static ZoneOffset readOffset(WireInput in) {
    return ZoneOffset.ofTotalSeconds(in.readVarInt(false));
  }

  private static ZoneId readZone(WireInput in) {
    return ZoneId.of(in.readText());
  }
}
