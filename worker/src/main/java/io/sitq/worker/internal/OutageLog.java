package io.sitq.worker.internal;

import io.sitq.SitqException;
import io.sitq.spi.TimeSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs that the backend is away when the first of a worker's loops meets it, and that it is back
 * when all of them have got through again: two lines, however long it takes. Thread-safe.
 */
final class OutageLog {
  private static final Logger log = LoggerFactory.getLogger("io.sitq.worker");

  private final String address;
  private final TimeSource time;
  private final Set<String> failing = new HashSet<>(); // guarded by this
  private long sinceNanos; // guarded by this
  private volatile boolean outage;

  OutageLog(String address, TimeSource time) {
    this.address = address;
    this.time = time;
  }

  /** A loop has failed. */
  synchronized void failed(String loop, Throwable error) {
    boolean first = failing.isEmpty();
    failing.add(loop);
    if (!first) {
      log.atDebug().setCause(error).log("{} failed again", loop);
      return;
    }
    outage = true;
    sinceNanos = time.nanos();
    LoggingEventBuilder line = log.atWarn().addKeyValue("backend", address);
    if (!(error instanceof SitqException)) {
      line = line.setCause(error);
    }
    line.log("Trouble with the backend, trying on: {} failed: {}", loop, FailureText.error(error));
  }

  /** A loop has got through. */
  void succeeded(String loop) {
    if (outage) {
      recover(loop);
    }
  }

  private synchronized void recover(String loop) {
    if (failing.remove(loop) && failing.isEmpty()) {
      outage = false;
      Duration away = Duration.ofNanos(time.nanos() - sinceNanos);
      log.atInfo()
          .addKeyValue("backend", address)
          .addKeyValue("outage", away)
          .log("The backend is back after {} ms", away.toMillis());
    }
  }
}
