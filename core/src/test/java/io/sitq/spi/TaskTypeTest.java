package io.sitq.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.Task;
import io.sitq.TaskName;
import io.sitq.TaskValidationException;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskTypeTest {
  @TaskName(value = "divide", aliases = "div")
  record Divide(int a, int b) implements Task<Integer> {}

  record Unnamed() implements Task<List<String>> {}

  interface Printing extends Task<Void> {}

  record Print(String text) implements Printing {}

  record Generic<X>(X x) implements Task<Integer> {}

  record Arrays() implements Task<byte[]> {}

  static final class NoRecord implements Task<Integer> {}

  @SuppressWarnings("rawtypes")
  record Raw() implements Task {}

  @TaskName("no spaces please")
  record BadName() implements Task<Void> {}

  @TaskName(value = "fine", aliases = "not fine")
  record BadAlias() implements Task<Void> {}

  @Test
  void name_aliases_and_result_type_are_read() {
    TaskType<Divide> type = TaskType.of(Divide.class);

    assertThat(type.name()).isEqualTo("divide");
    assertThat(type.allNames()).containsExactly("divide", "div");
    assertThat(type.resultType()).isEqualTo(Integer.class);
  }

  @Test
  void without_a_name_it_is_the_class_name() {
    TaskType<Unnamed> type = TaskType.of(Unnamed.class);

    assertThat(type.name()).isEqualTo(Unnamed.class.getName());
    assertThat(((ParameterizedType) type.resultType()).getRawType()).isEqualTo(List.class);
  }

  @Test
  void the_result_type_is_found_through_interfaces_and_may_be_an_array() {
    assertThat(TaskType.of(Print.class).resultType()).isEqualTo(Void.class);
    assertThat(TaskType.of(Arrays.class).resultType()).isEqualTo(byte[].class);
  }

  @Test
  void what_is_no_task_class_is_refused_and_told_what_it_must_be() {
    assertRefused(NoRecord.class, "is not a record");
    assertRefused(raw(Generic.class), "is generic");
    assertRefused(new Task<Integer>() {}.getClass(), "anonymous");
    assertRefused(raw(Raw.class), "does not say the type of its result");
    record Local() implements Task<Void> {}
    assertRefused(Local.class, "inside a method");
    assertRefused(BadName.class, "\"no spaces please\"");
    assertRefused(BadAlias.class, "\"not fine\"");
    assertThatThrownBy(() -> TaskType.of(null)).isInstanceOf(TaskValidationException.class);
  }

  @SuppressWarnings("unchecked")
  private static Class<? extends Task<?>> raw(Class<?> type) {
    return (Class<? extends Task<?>>) type;
  }

  private static void assertRefused(Class<? extends Task<?>> type, String why) {
    assertThatThrownBy(() -> TaskType.of(type))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining(why);
  }
}
