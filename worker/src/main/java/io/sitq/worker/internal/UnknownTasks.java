package io.sitq.worker.internal;

import io.sitq.spi.Delivery;
import io.sitq.spi.Texts;
import io.sitq.worker.UnknownTaskException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides on tasks of a name that this worker doesn't know, and says so once for each name. */
final class UnknownTasks {
  private static final Logger log = LoggerFactory.getLogger("io.sitq.worker");
  private static final int NAMES_REMEMBERED = 1000;

  private final UnknownTaskPolicy policy;
  private final KnownTasks known;
  private final String workerId;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  UnknownTasks(UnknownTaskPolicy policy, KnownTasks known, String workerId) {
    this.policy = policy;
    this.known = known;
    this.workerId = workerId;
  }

  Outcome outcome(Delivery delivery) {
    if (told.size() < NAMES_REMEMBERED && told.add(delivery.task())) {
      log.atWarn()
          .addKeyValue("task", LogText.of(delivery.task()))
          .addKeyValue("task_id", LogText.of(delivery.id()))
          .addKeyValue("queue", delivery.queue())
          .log(
              "No handler for a task: it is handed back for other workers, and fails after a while");
    }
    if (policy.allowsAnother(delivery.handbacks())) {
      return new Outcome.HandedBack(policy.delayAfter(delivery.handbacks()));
    }
    return new Outcome.Refused(
        new UnknownTaskException(
            workerId,
            delivery.task(),
            "no worker knows task "
                + Texts.quoted(delivery.task())
                + ": it was handed back "
                + delivery.handbacks()
                + " times; worker "
                + workerId
                + " knows "
                + known.listed()
                + " - register a handler, or add the name as an alias"));
  }
}
