package io.sitq.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RightsScriptTest {
  private static final Pattern CALL =
      Pattern.compile("\\b(?:p?call|try_call|try)\\('((?:XINFO|XGROUP)', '[A-Z]+|[A-Z]+)'");

  @Test
  void every_command_of_the_other_scripts_is_tried() {
    Set<String> needed = new TreeSet<>();
    for (Script script : Script.values()) {
      if (script != Script.RIGHTS) {
        needed.addAll(commands(script));
      }
    }

    assertThat(needed).hasSizeGreaterThan(20);
    assertThat(commands(Script.RIGHTS)).containsAll(needed);
  }

  private static Set<String> commands(Script script) {
    Set<String> commands = new TreeSet<>();
    Matcher call = CALL.matcher(script.text());
    while (call.find()) {
      commands.add(call.group(1).replace("', '", " "));
    }
    return commands;
  }
}
