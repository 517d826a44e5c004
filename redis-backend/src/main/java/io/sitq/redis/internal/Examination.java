package io.sitq.redis.internal;

import io.sitq.redis.Finding;
import io.sitq.redis.RedisSettings;
import io.sitq.spi.TimeSource;
import java.util.ArrayList;
import java.util.List;

/** Everything that is looked at, in the order in which it is told. */
public final class Examination {
  private Examination() {}

  /** One thing to look at. */
  interface Checkup {
    /** What it looks at, in a word. */
    String name();

    /** Looks. */
    void examine(Patient patient, Findings findings) throws MissingRightException;
  }

  /** Connects and looks at everything, with at most so many keys. */
  public static List<Finding> of(RedisSettings settings, int keys) {
    RedisErrors errors = new RedisErrors(settings.address());
    try (Connections connections = Connections.open(settings, errors)) {
      Patient patient =
          new Patient(
              connections.commands(),
              connections.servers(),
              connections,
              new Keys(settings.namespace()),
              errors,
              settings.commandTimeout());
      List<Finding> findings = new ArrayList<>();
      for (Checkup checkup : checkups(keys)) {
        findings.addAll(run(checkup, patient));
      }
      return List.copyOf(findings);
    }
  }

  private static List<Checkup> checkups(int keys) {
    return List.of(
        new VersionCheckup(),
        new EvictionCheckup(),
        new PersistenceCheckup(),
        new ReplicaCheckup(),
        new MemoryCheckup(),
        new ClockCheckup(TimeSource.system()),
        new RightsCheckup(),
        new ConsumerCheckup(),
        new KeyCheckup(keys));
  }

  static List<Finding> run(Checkup checkup, Patient patient) {
    Findings findings = new Findings(checkup.name());
    try {
      checkup.examine(patient, findings);
    } catch (MissingRightException e) {
      findings.notChecked(e);
    }
    return findings.all();
  }
}
