package io.sitq.cli;

/**
 * Something that one does about failures, tried out, and what must come of it.
 *
 * @param by who does it: the workers or the caller
 * @param title what it is
 * @param expected the facts that the action must tell, as text
 */
record DemoStrategy(By by, String title, String expected, Action action) {
  /** Who does it. */
  enum By {
    /** Durable in Redis. */
    WORKERS("workers"),
    /** As long as the caller lives. */
    CALLER("caller");

    private final String text;

    By(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** Tries it out, and tells what happened. */
  @FunctionalInterface
  interface Action {
    String run(DemoStage stage) throws Exception;
  }

  static DemoStrategy workers(String title, Action action, String expected) {
    return new DemoStrategy(By.WORKERS, title, expected, action);
  }

  static DemoStrategy caller(String title, Action action, String expected) {
    return new DemoStrategy(By.CALLER, title, expected, action);
  }

  /** Runs it; whatever it throws is what happened. */
  DemoTrial run(DemoStage stage) {
    try {
      return new DemoTrial(this, action.run(stage));
    } catch (Exception e) {
      return new DemoTrial(this, e.toString());
    }
  }
}
