package io.sitq.redis.internal;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which command a user may not run inside a script: Redis up to 7.0 tells only its line. */
final class MissingRight {
  private static final Pattern PLACE =
      Pattern.compile("(?:script: |call to f_)([0-9a-f]{40})(?:, on |\\): )@user_script:(\\d+)");
  private static final Pattern CALL = Pattern.compile("\\bp?call\\('([A-Z]+)'(?:, '([A-Z]+)')?");

  private MissingRight() {}

  /** The error reply, and the commands of the line that it names, if it does. */
  static String named(String reply) {
    Matcher place = PLACE.matcher(reply);
    if (!place.find()) {
      return reply;
    }
    int line = Integer.parseInt(place.group(2));
    return Arrays.stream(Script.values())
        .filter(script -> script.sha1().equals(place.group(1)))
        .findFirst()
        .flatMap(script -> script.text().lines().skip(line - 1L).findFirst())
        .map(MissingRight::commands)
        .filter(commands -> !commands.isEmpty())
        .map(commands -> reply + ": " + commands)
        .orElse(reply);
  }

  private static String commands(String line) {
    return CALL.matcher(line)
        .results()
        .map(call -> call.group(1) + (call.group(2) == null ? "" : " " + call.group(2)))
        .collect(Collectors.joining(" or "));
  }
}
