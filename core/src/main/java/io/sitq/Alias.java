package io.sitq;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Earlier names of a component of a task, or of a record inside one, that are still read. The
 * component's own name is what is written: deploy the readers with the alias before the writers
 * with the new name. For tasks and records themselves see {@link TaskName#aliases}.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Alias {
  /** The earlier names: none of them the name or an alias of another component of the record. */
  String[] value();
}
