package io.sitq.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
  private static final Duration STORM = Duration.ofMinutes(10);
  private static final List<Fault> FAULTS =
      List.of(new Fault("often", 12, random -> true), new Fault("rarely", 0.01, random -> true));

  @Test
  void the_same_seed_gives_the_same_plan_and_another_one_another() {
    List<ChaosPlan.Planned> plan = new ChaosPlan(7, STORM, FAULTS).strikes();
    assertThat(new ChaosPlan(7, STORM, FAULTS).strikes()).isEqualTo(plan);
    assertThat(new ChaosPlan(8, STORM, FAULTS).strikes()).isNotEqualTo(plan);
  }

  @Test
  void each_fault_strikes_as_often_as_it_says_and_at_least_once() {
    List<ChaosPlan.Planned> plan = new ChaosPlan(7, STORM, FAULTS).strikes();
    assertThat(plan).filteredOn(strike -> strike.fault().name().equals("often")).hasSize(120);
    assertThat(plan).filteredOn(strike -> strike.fault().name().equals("rarely")).hasSize(1);
    assertThat(plan)
        .isSortedAccordingTo((a, b) -> Long.compare(a.atMillis(), b.atMillis()))
        .allMatch(strike -> strike.atMillis() >= 0 && strike.atMillis() < STORM.toMillis());
  }
}
