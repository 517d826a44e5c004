package io.sitq.cli;

import io.sitq.ConfigurationException;
import io.sitq.TaskValidationException;
import io.sitq.redis.QueueSettings;
import io.sitq.spi.Names;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A queue, and over how many partitions it should be spread. */
record QueuePartitions(String name, QueueSettings settings) {
  static final class Converter implements ITypeConverter<QueuePartitions> {
    @Override
    public QueuePartitions convert(String text) {
      int equals = text.indexOf('=');
      try {
        return new QueuePartitions(
            Names.requireQueue(text.substring(0, Math.max(0, equals))),
            QueueSettings.partitions(Integer.parseInt(text.substring(equals + 1))));
      } catch (TaskValidationException | ConfigurationException e) {
        throw new TypeConversionException(
            "'" + text + "' must be NAME=N, such as mail=8: " + e.getMessage());
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' must be NAME=N, such as mail=8");
      }
    }
  }
}
