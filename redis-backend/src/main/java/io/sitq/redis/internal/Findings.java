package io.sitq.redis.internal;

import io.sitq.redis.Finding;
import java.util.ArrayList;
import java.util.List;

/** What one check has found so far. Used by one thread. */
final class Findings {
  private final String check;
  private final List<Finding> all = new ArrayList<>();

  Findings(String check) {
    this.check = check;
  }

  void ok(String message) {
    all.add(Finding.ok(check, message));
  }

  void advice(String message, String advice) {
    all.add(Finding.advice(check, message, advice));
  }

  void problem(String message, String advice) {
    all.add(Finding.problem(check, message, advice));
  }

  void notChecked(MissingRightException missing) {
    all.add(
        Finding.notChecked(
            check,
            "the Redis user may not call " + missing.command(),
            "give the user the right " + missing.right() + " for this check"));
  }

  List<Finding> all() {
    return all;
  }
}
