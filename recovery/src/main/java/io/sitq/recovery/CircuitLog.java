package io.sitq.recovery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs once that a circuit opens and once that it closes, however often it was tried between. */
final class CircuitLog {
  private static final Logger log = LoggerFactory.getLogger(CircuitBreakers.class);

  private CircuitLog() {}

  static void listenTo(CircuitBreakerRegistry registry, Duration openFor) {
    registry
        .getEventPublisher()
        .onEntryAdded(
            added ->
                added
                    .getAddedEntry()
                    .getEventPublisher()
                    .onStateTransition(event -> write(event, openFor)));
  }

  private static void write(CircuitBreakerOnStateTransitionEvent event, Duration openFor) {
    StateTransition transition = event.getStateTransition();
    if (transition == StateTransition.CLOSED_TO_OPEN) {
      log.atWarn()
          .addKeyValue("task", event.getCircuitBreakerName())
          .addKeyValue("open_for", openFor)
          .log("Circuit opened: too many tasks of the type failed in a row");
    } else if (transition == StateTransition.HALF_OPEN_TO_CLOSED) {
      log.atInfo()
          .addKeyValue("task", event.getCircuitBreakerName())
          .log("Circuit closed: a task of the type succeeded");
    }
  }
}
