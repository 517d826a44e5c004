package io.sitq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TaskStatusTest {
  private static final Pattern ARROW = Pattern.compile("(?m)^\\s*([A-Z]+) --> ([A-Z]+) :");

  @Test
  void the_transitions_in_code_are_those_of_the_diagram_in_the_docs() throws IOException {
    Set<String> inCode = new TreeSet<>();
    for (TaskStatus from : TaskStatus.values()) {
      for (TaskStatus to : TaskStatus.values()) {
        if (from.canBecome(to)) {
          inCode.add(from + " -> " + to);
        }
      }
    }
    Set<String> inDocs = new TreeSet<>();
    Matcher arrow = ARROW.matcher(Files.readString(Path.of("..", "docs", "task-states.md")));
    while (arrow.find()) {
      inDocs.add(arrow.group(1) + " -> " + arrow.group(2));
    }

    assertThat(inCode).isNotEmpty().isEqualTo(inDocs);
  }

  @Test
  void a_terminal_status_leads_nowhere_but_a_requeued_dead_letter() {
    for (TaskStatus status : TaskStatus.values()) {
      if (status.isTerminal() && status != TaskStatus.FAILED) {
        for (TaskStatus next : TaskStatus.values()) {
          assertThat(status.canBecome(next)).isFalse();
        }
      }
    }
  }

  @Test
  void wire_names_are_lower_case_and_lead_back() {
    for (TaskStatus status : TaskStatus.values()) {
      assertThat(TaskStatus.ofWireName(status.wireName())).isEqualTo(status);
    }
    assertThat(TaskStatus.PENDING.wireName()).isEqualTo("pending");
    assertThatThrownBy(() -> TaskStatus.ofWireName("lost"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
