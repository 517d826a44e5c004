package io.sitq.it.chaos;

import io.sitq.it.chaos.History.Life;

/** What the verdict counts. */
final class Tally {
  int sent;
  int acknowledged;
  int ended;
  int executions;
  int executionsAgain;
  int refused;
  int poison;
  int failedByStrikes;
  final Losses losses = new Losses();

  void add(Life life) {
    sent++;
    acknowledged += life.acknowledged ? 1 : 0;
    executions += life.begun.size();
    executionsAgain +=
        life.begun.size() - (int) life.begun.stream().map(e -> e.attempt()).distinct().count();
    refused += life.refused;
    poison += life.kind == ChaosTask.Kind.POISON ? 1 : 0;
  }
}
