package io.sitq;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component of a task, or of a record inside one, is where an older writer did not send it.
 * Without it that is 0, false, null, or an empty optional, collection, map or array. A null that
 * was sent stays null.
 *
 * <pre>{@code
 * record SendMail(String to, @Default("3") int retries, @Default("NORMAL") Priority priority)
 *     implements Task<Void> {}
 * }</pre>
 *
 * <p>For primitives and their boxes, strings, enums, numbers, UUID, URI and java.time, and
 * optionals of them. A text that is no value of the component's type is refused when the task is
 * registered.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Default {
  /**
   * The value as text: as its type's {@code toString} writes it, an enum's constant by its name.
   */
  String value();
}
