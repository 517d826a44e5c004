package io.sitq.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.ConfigurationException;
import io.sitq.TaskOptions;
import io.sitq.TaskResult;
import io.sitq.TaskValidationException;
import io.sitq.recovery.Tasks.Divide;
import io.sitq.recovery.Tasks.Nobody;
import io.sitq.recovery.Tasks.ReadNames;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultLoggerIT extends OnRedis {
  private final ResultLogger logger = new ResultLogger();

  @Test
  void a_success_is_logged_with_its_facts_and_given_back() {
    TaskResult<Integer> result = queue.enqueue(new Divide(4, 2)).await(SOON);
    try (LogCapture log = new LogCapture("io.sitq.results")) {
      assertThat(logger.log(result)).isSameAs(result);

      assertThat(log.lines()).containsExactly("INFO Task succeeded");
      assertThat(log.pairs(0))
          .isEqualTo(
              Map.of(
                  "task_id",
                  result.id(),
                  "task",
                  "divide",
                  "status",
                  "success",
                  "success",
                  true,
                  "attempt",
                  1));
    }
  }

  @Test
  void a_failure_is_logged_and_its_traceback_at_debug() {
    String id = queue.enqueue(new Divide(1, 0)).id();
    try (LogCapture log = new LogCapture("io.sitq.results")) {
      Optional<TaskResult<Integer>> result =
          logger.log(id, queue.getResult(id, Divide.class, SOON));

      assertThat(result).isPresent();
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0)).isEqualTo("ERROR Task failed: / by zero");
      assertThat(log.lines().get(1)).startsWith("DEBUG Traceback:\njava.lang.ArithmeticException");
      assertThat(log.pairs(0))
          .containsEntry("status", "failed")
          .containsEntry("success", false)
          .containsEntry("error", "/ by zero")
          .containsEntry("error_type", "java.lang.ArithmeticException");
    }
  }

  @Test
  void not_found_cancelled_and_not_ended_are_logged_too() {
    TaskOptions nobodys = TaskOptions.defaults().queue("nobodys");
    String pending = queue.enqueue(new Nobody(), nobodys).id();
    String cancelled = queue.enqueue(new Nobody(), nobodys).id();
    queue.cancel(cancelled);
    try (LogCapture log = new LogCapture("io.sitq.results")) {
      assertThat(logger.log("default:never", queue.getResult("default:never"))).isEmpty();
      logger.log(pending, queue.getResult(pending));
      logger.log(cancelled, queue.getResult(cancelled));

      assertThat(log.lines())
          .containsExactly(
              "ERROR Task not found: default:never",
              "INFO Task has not ended: pending",
              "WARN Task was cancelled");
      assertThat(log.pairs(0))
          .isEqualTo(Map.of("task_id", "default:never", "status", "not_found", "success", false));
    }
  }

  @Test
  void an_error_cannot_forge_a_line() {
    String id = queue.enqueue(new ReadNames("/no\nERROR forged")).id();
    try (LogCapture log = new LogCapture("io.sitq.results")) {
      logger.log(id, queue.getResult(id, SOON));

      assertThat(log.lines().get(0)).doesNotContain("\n");
      assertThat((String) log.pairs(0).get("error")).doesNotContain("\n").contains("forged");
    }
  }

  @Test
  void null_is_refused() {
    assertThatThrownBy(() -> new ResultLogger(null)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> logger.log(null)).isInstanceOf(TaskValidationException.class);
    assertThatThrownBy(() -> logger.log(null, Optional.empty()))
        .isInstanceOf(TaskValidationException.class);
    assertThatThrownBy(() -> logger.log("default:a", null))
        .isInstanceOf(TaskValidationException.class);
  }
}
