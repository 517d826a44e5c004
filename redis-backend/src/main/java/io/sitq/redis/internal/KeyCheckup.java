package io.sitq.redis.internal;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys that belong to nothing. What looks so at first is looked at again, since tasks move on
 * meanwhile.
 */
final class KeyCheckup implements Examination.Checkup {
  private static final int PAGE = 1000;
  private static final int SHOWN = 3;
  private static final long BETWEEN_LOOKS_MILLIS = 1000;

  private final int mostKeys;

  KeyCheckup(int mostKeys) {
    this.mostKeys = mostKeys;
  }

  @Override
  public String name() {
    return "keys";
  }

  @Override
  public void examine(Patient patient, Findings findings) throws MissingRightException {
    TaskKeys tasks = new TaskKeys(patient);
    Set<String> unknown = new TreeSet<>();
    Set<String> queues = new TreeSet<>();
    Set<String> suspects = new HashSet<>();
    Pattern ofQueue = patient.keys().ofQueue();
    int looked = 0;
    ScanArgs args = ScanArgs.Builder.matches(patient.keys().pattern()).limit(PAGE);
    ScanCursor cursor = ScanCursor.INITIAL;
    while (!cursor.isFinished() && looked < mostKeys) {
      ScanCursor from = cursor;
      KeyScanCursor<byte[]> page = patient.ask("SCAN", redis -> redis.scan(from, args));
      List<String> ofTasks = new ArrayList<>();
      for (byte[] bytes : page.getKeys()) {
        String key = Bytes.text(bytes);
        Matcher parts = ofQueue.matcher(key);
        if (parts.matches()) {
          queues.add(parts.group("queue"));
          if (parts.group("task") != null) {
            ofTasks.add(key);
          }
        } else if (!patient.keys().isShared(key)) {
          unknown.add(key);
        }
      }
      suspects.addAll(tasks.orphans(ofTasks));
      looked += page.getKeys().size();
      cursor = page;
    }
    List<String> orphans = suspects.isEmpty() ? List.of() : again(tasks, suspects);
    tellOrphans(orphans, findings);
    tellUnknown(unknown, findings);
    tellUnlisted(patient, queues, findings);
    if (orphans.isEmpty() && unknown.isEmpty()) {
      findings.ok(
          "of "
              + looked
              + " keys none belongs to nothing"
              + (cursor.isFinished() ? "" : "; there are more, which were not looked at"));
    }
  }

  private static List<String> again(TaskKeys tasks, Set<String> suspects)
      throws MissingRightException {
    long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BETWEEN_LOOKS_MILLIS);
    long leftNanos;
    while ((leftNanos = endNanos - System.nanoTime()) > 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(leftNanos);
    }
    return tasks.orphans(List.copyOf(suspects));
  }

  private static void tellOrphans(List<String> orphans, Findings findings) {
    if (!orphans.isEmpty()) {
      findings.problem(
          some(orphans.size(), "task")
              + " can never end, since Redis has lost their entries, or never expire: "
              + first(orphans),
          "look at each by sitq-worker result ID, enqueue again what is still wanted under another"
              + " id, and delete the key; find out whether Redis lost writes (see persistence)");
    }
  }

  private static void tellUnknown(Set<String> unknown, Findings findings) {
    if (!unknown.isEmpty()) {
      findings.advice(
          some(unknown.size(), "key") + " of the namespace is none of sitq's: " + first(unknown),
          "give other programs names of their own, or sitq another namespace");
    }
  }

  private static void tellUnlisted(Patient patient, Set<String> queues, Findings findings)
      throws MissingRightException {
    Set<String> listed = new HashSet<>();
    patient
        .ask("SMEMBERS", redis -> redis.smembers(patient.keys().queues()))
        .forEach(name -> listed.add(Bytes.text(name)));
    queues.removeAll(listed);
    if (!queues.isEmpty()) {
      findings.advice(
          some(queues.size(), "queue") + " is not in the list of queues: " + first(queues),
          "none if a worker or producer uses it: it lists it within a minute");
    }
  }

  private static String some(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String first(java.util.Collection<String> keys) {
    return keys.stream().limit(SHOWN).collect(java.util.stream.Collectors.joining(", "))
        + (keys.size() > SHOWN ? ", …" : "");
  }
}
