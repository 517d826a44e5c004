package io.sitq.redis.internal;

import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Whether the user may do all that producers and workers do: each command is tried. */
final class RightsCheckup implements Examination.Checkup {
  private static final String GRANT =
      "give the user the rights of docs/redis-keys.md, for all keys and channels of the namespace";

  @Override
  public String name() {
    return "rights";
  }

  @Override
  public void examine(Patient patient, Findings findings) {
    List<String> refused = new ArrayList<>();
    tryScript(patient, refused);
    attempt(
        refused, () -> patient.ask("SMEMBERS", redis -> redis.smembers(patient.keys().queues())));
    attempt(refused, () -> patient.ask("CLIENT ID", redis -> redis.clientId()));
    attempt(
        refused,
        () -> {
          ScanArgs none = ScanArgs.Builder.matches(patient.keys().queues()).limit(1);
          return patient.ask("SCAN", redis -> redis.scan(none));
        });
    attempt(
        refused, () -> patient.answer("SUBSCRIBE", subscribe(patient).thenApply(done -> "done")));
    if (refused.isEmpty()) {
      findings.ok("the user may do all that producers and workers do");
    } else {
      findings.problem("the Redis user may not call " + String.join(", ", refused), GRANT);
    }
    tryUnblock(patient, findings);
  }

  private static void tryScript(Patient patient, List<String> refused) {
    attempt(
        refused,
        () -> {
          List<Object> answers =
              patient.ask(
                  "EVAL",
                  redis ->
                      redis.eval(
                          Script.RIGHTS.text(),
                          ScriptOutputType.MULTI,
                          patient.keys().probes(),
                          Bytes.of(patient.keys().probeChannel())));
          for (int i = 0; i + 1 < answers.size(); i += 2) {
            if (isOfRights(String.valueOf(Bytes.text(answers.get(i + 1))))) {
              refused.add(String.valueOf(Bytes.text(answers.get(i))));
            }
          }
          return answers;
        });
    attempt(
        refused,
        () ->
            patient.ask(
                "EVALSHA",
                redis ->
                    redis.<List<Object>>evalsha(
                        Script.RIGHTS.sha1(),
                        ScriptOutputType.MULTI,
                        patient.keys().probes(),
                        Bytes.of(patient.keys().probeChannel()))));
  }

  /** How 6.2, 7.0 and later say it inside a script. */
  private static boolean isOfRights(String answer) {
    return answer.contains("user executing the script")
        || answer.contains("ACL failure")
        || answer.startsWith("NOPERM");
  }

  private static CompletionStage<?> subscribe(Patient patient) {
    return patient
        .connections()
        .openPubSub()
        .thenCompose(
            (StatefulRedisPubSubConnection<byte[], byte[]> connection) ->
                connection
                    .async()
                    .subscribe(Bytes.of(patient.keys().probeChannel()))
                    .whenComplete((done, error) -> connection.close()));
  }

  /** Without it a worker takes longer to stop, and that is all. */
  private static void tryUnblock(Patient patient, Findings findings) {
    try {
      patient.ask(
          "CLIENT UNBLOCK", redis -> redis.clientUnblock(0, io.lettuce.core.UnblockType.TIMEOUT));
    } catch (MissingRightException e) {
      findings.advice(
          "the Redis user may not call CLIENT UNBLOCK: workers take up to 5 s longer to stop",
          "give it the right " + e.right());
    }
  }

  /** A command that is asked for its right alone. */
  @FunctionalInterface
  private interface Attempt {
    Object call() throws MissingRightException;
  }

  private static void attempt(List<String> refused, Attempt attempt) {
    try {
      Object unused = attempt.call();
    } catch (MissingRightException e) {
      refused.add(e.command());
    }
  }
}
