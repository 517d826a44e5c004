package io.sitq.cli;

import java.util.Optional;

/** What a strategy came to. */
record DemoTrial(DemoStrategy strategy, String happened) {
  /** How it differs from what is expected, if it does. */
  Optional<String> difference() {
    return happened.equals(strategy.expected())
        ? Optional.empty()
        : Optional.of(strategy.title() + ": expected " + strategy.expected() + ", got " + happened);
  }
}
