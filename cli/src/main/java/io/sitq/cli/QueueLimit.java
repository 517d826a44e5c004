package io.sitq.cli;

import io.sitq.TaskValidationException;
import io.sitq.spi.Names;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A queue to serve.
 *
 * @param name its name
 * @param concurrency how many of its tasks at once; null for as many as the worker
 */
record QueueLimit(String name, @Nullable Integer concurrency) {
  static final class Converter implements ITypeConverter<QueueLimit> {
    @Override
    public QueueLimit convert(String text) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      try {
        Names.requireQueue(name);
        return new QueueLimit(name, equals < 0 ? null : number(text.substring(equals + 1)));
      } catch (TaskValidationException e) {
        throw new TypeConversionException(e.getMessage());
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "'" + text + "' must be NAME or NAME=CONCURRENCY, such as mail=4");
      }
    }

    private static int number(String text) {
      int number = Integer.parseInt(text);
      if (number < 1) {
        throw new NumberFormatException("less than 1");
      }
      return number;
    }
  }
}
