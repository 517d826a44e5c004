package io.sitq.spi;

import io.sitq.TaskValidationException;
import java.lang.reflect.Type;

/**
 * Turns values into bytes and back, by declared type: nothing in the bytes chooses a class to load.
 * Thread-safe.
 */
public interface Serializer {
  /** The name by which envelopes and results refer to it, such as {@code kryo}; 1 to 16 letters. */
  String codec();

  /**
   * A codec for one declared type, made once and used for many values. For {@code Object.class} it
   * decodes what describes itself (JDK value types, at least) and refuses the rest.
   *
   * @param type the declared type
   * @param subject what the type belongs to, for messages: a task's name
   * @throws TaskValidationException if values of the type can't be encoded; the message names the
   *     offending component by its path
   */
  ValueCodec codecFor(Type type, String subject);
}
