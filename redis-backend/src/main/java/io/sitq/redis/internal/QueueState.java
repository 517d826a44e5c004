package io.sitq.redis.internal;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.StreamMessage;
import io.sitq.redis.internal.Keys.QueueKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who works on a queue, and what waits in it.
 *
 * @param live consumers whose workers are alive
 * @param dead consumers whose workers are not
 * @param ready tasks that were not delivered yet
 * @param oldest since when the first of them is
 * @param overdue how long ago the first scheduled task was due; zero if it is not yet
 */
record QueueState(
    List<Consumer> live, List<Consumer> dead, long ready, Duration oldest, Duration overdue) {

  /** A consumer of the group. */
  record Consumer(String name, long pending, Duration idle) {
    /** Idle as long as it is in all partitions. */
    private Consumer plus(Consumer other) {
      Duration both = idle.compareTo(other.idle) < 0 ? idle : other.idle;
      return new Consumer(name, pending + other.pending, both);
    }
  }

  /** All partitions of a queue together. */
  static QueueState read(Patient patient, QueueLayout queue) throws MissingRightException {
    List<byte[]> time = patient.ask("TIME", redis -> redis.time());
    long now = Bytes.number(time.get(0)) * 1000;
    QueueState all = new QueueState(List.of(), List.of(), 0, Duration.ZERO, Duration.ZERO);
    for (QueueKeys keys : queue.partitions()) {
      all = all.plus(read(patient, keys, now));
    }
    return all;
  }

  private static QueueState read(Patient patient, QueueKeys keys, long now)
      throws MissingRightException {
    List<Consumer> live = new ArrayList<>();
    List<Consumer> dead = new ArrayList<>();
    Map<String, Object> group = group(patient, keys);
    long pending = 0;
    for (Object each : group.isEmpty() ? List.of() : consumers(patient, keys)) {
      Map<String, Object> facts = facts(each);
      String name = String.valueOf(Bytes.text(facts.get("name")));
      Consumer consumer =
          new Consumer(
              name,
              Bytes.number(facts.get("pending")),
              Duration.ofMillis(Bytes.number(facts.get("idle"))));
      pending += consumer.pending();
      long alive = patient.ask("EXISTS", redis -> redis.exists(patient.keys().worker(name)));
      (alive > 0 ? live : dead).add(consumer);
    }
    long ready = Math.max(0, patient.ask("XLEN", redis -> redis.xlen(keys.ready)) - pending);
    Duration oldest = ready > 0 ? oldest(patient, keys, group, now) : Duration.ZERO;
    return new QueueState(live, dead, ready, oldest, overdue(patient, keys, now));
  }

  private QueueState plus(QueueState other) {
    return new QueueState(
        both(live, other.live),
        both(dead, other.dead),
        ready + other.ready,
        longer(oldest, other.oldest),
        longer(overdue, other.overdue));
  }

  /** A worker is one consumer, however many partitions it reads. */
  private static List<Consumer> both(List<Consumer> some, List<Consumer> others) {
    Map<String, Consumer> byName = new TreeMap<>();
    some.forEach(consumer -> byName.put(consumer.name(), consumer));
    others.forEach(consumer -> byName.merge(consumer.name(), consumer, Consumer::plus));
    return List.copyOf(byName.values());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Facts of the group; none if there is no stream or no group yet. */
  private static Map<String, Object> group(Patient patient, QueueKeys keys)
      throws MissingRightException {
    if (patient.ask("EXISTS", redis -> redis.exists(keys.ready)) == 0) {
      return Map.of();
    }
    for (Object each : patient.ask("XINFO GROUPS", redis -> redis.xinfoGroups(keys.ready))) {
      Map<String, Object> facts = facts(each);
      if (Bytes.text(Keys.GROUP).equals(Bytes.text(facts.get("name")))) {
        return facts;
      }
    }
    return Map.of();
  }

  private static List<Object> consumers(Patient patient, QueueKeys keys)
      throws MissingRightException {
    return patient.ask("XINFO CONSUMERS", redis -> redis.xinfoConsumers(keys.ready, Keys.GROUP));
  }

  private static Duration oldest(
      Patient patient, QueueKeys keys, Map<String, Object> group, long now)
      throws MissingRightException {
    String last =
        String.valueOf(Bytes.text(group.getOrDefault("last-delivered-id", Bytes.of("0-0"))));
    List<StreamMessage<byte[], byte[]>> first =
        patient.ask(
            "XRANGE",
            redis ->
                redis.xrange(
                    keys.ready,
                    Range.from(Range.Boundary.excluding(last), Range.Boundary.unbounded()),
                    Limit.from(1)));
    return first.isEmpty()
        ? Duration.ZERO
        : positive(now - Long.parseLong(first.get(0).getId().split("-", 2)[0]));
  }

  private static Duration overdue(Patient patient, QueueKeys keys, long now)
      throws MissingRightException {
    List<ScoredValue<byte[]>> first =
        patient.ask("ZRANGE", redis -> redis.zrangeWithScores(keys.scheduled, 0, 0));
    return first.isEmpty() ? Duration.ZERO : positive(now - (long) first.get(0).getScore());
  }

  private static Duration positive(long millis) {
    return Duration.ofMillis(Math.max(0, millis));
  }

  /** Names and values in turn. */
  private static Map<String, Object> facts(Object pairs) {
    Map<String, Object> facts = new HashMap<>();
    List<?> list = (List<?>) pairs;
    for (int i = 0; i + 1 < list.size(); i += 2) {
      if (list.get(i + 1) != null) {
        facts.put(String.valueOf(Bytes.text(list.get(i))), list.get(i + 1));
      }
    }
    return facts;
  }
}
