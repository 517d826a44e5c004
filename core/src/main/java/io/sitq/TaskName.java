package io.sitq;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of a task, or of a record inside one, on the wire. Without it the full class name is the
 * name, and moving the class to another package strands the tasks that are waiting.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface TaskName {
  /** The name: {@code [A-Za-z0-9._-]}, 1 to 128 characters. */
  String value();

  /** Earlier names that workers still accept. Default: none. */
  String[] aliases() default {};
}
