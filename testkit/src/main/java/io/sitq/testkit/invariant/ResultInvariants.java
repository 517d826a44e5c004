package io.sitq.testkit.invariant;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What holds for the hash of a task that has ended. */
final class ResultInvariants {
  /** Task, attempt, crashes, worker, enqueued, started, finished, codec. */
  private static final Pattern FACTS =
      Pattern.compile("(\\S+) [1-9]\\d* \\d+ \\S+ (?:\\d+|-) (?:-?\\d+|-) (?:-?\\d+|-) (\\S+)");

  private static final Map<String, List<String>> NEEDS =
      Map.of(
          "success", List.of(),
          "failed",
              List.of("error", "error_type", "error_supertypes", "traceback", "envelope", "task"),
          "cancelled", List.of());

  private static final Set<String> FAILURE_ONLY = Set.of("error", "error_type", "traceback");

  private final String id;
  private final TaskHash hash;
  private final String status;
  private final Violations broken;

  ResultInvariants(String id, TaskHash hash, Violations broken) {
    this.id = id;
    this.hash = hash;
    this.status = String.valueOf(hash.status());
    this.broken = broken;
  }

  /** The task's name of well-formed facts, else an empty text. */
  static String taskName(TaskHash hash) {
    Matcher facts = FACTS.matcher(String.valueOf(hash.facts()));
    return facts.matches() ? facts.group(1) : "";
  }

  void check() {
    List<String> needed = NEEDS.get(status);
    if (needed == null) {
      broken.add("task " + id + " has the status '" + status + "', which is none of an ended task");
      return;
    }
    broken.addIf(!hash.expires(), "the result of task " + id + " has no TTL");
    broken.addIf(hash.entry() == null, "task " + id + " is " + status + " and names no entry");
    for (String field : needed) {
      broken.addIf(!has(field), "task " + id + " is " + status + " and has no " + field);
    }
    if (!status.equals("failed")) {
      FAILURE_ONLY.stream()
          .filter(this::has)
          .sorted()
          .forEach(
              field -> broken.add("task " + id + " is " + status + " and has the field " + field));
    }
    checkFacts();
  }

  private void checkFacts() {
    Matcher facts = FACTS.matcher(String.valueOf(hash.facts()));
    if (!facts.matches()) {
      broken.add("task " + id + " has the facts '" + hash.facts() + "', which are none");
      return;
    }
    boolean hasCodec = !facts.group(2).equals("-");
    broken.addIf(
        has("value") && !status.equals("success"),
        "task " + id + " is " + status + " and has a value");
    broken.addIf(
        has("value") && !hasCodec, "task " + id + " has a value and its facts name no codec");
    broken.addIf(
        !has("value") && hasCodec,
        "task " + id + " has no value and its facts name the codec " + facts.group(2));
  }

  private boolean has(String field) {
    return hash.fields().contains(field);
  }
}
