package io.sitq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.worker.TaskModule;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ExampleTasksTest {
  @Test
  void theJarOffersItsTasksAsAModule() {
    assertThat(ServiceLoader.load(TaskModule.class)).hasOnlyElementsOfType(ExampleTasks.class);
  }
}
