package io.sitq.redis.internal;

import io.lettuce.core.RedisURI;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the Sentinels who the master is: every two seconds, when one says that it has changed, and
 * when an error makes that likely. Closes the connections to who was it before.
 */
final class MasterWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MasterWatch.class);
  private static final long PERIOD_MILLIS = 2000;

  /** The Sentinel that is asked may learn of a change a moment after the one that is heard. */
  private static final long[] AFTER_SWITCH_MILLIS = {0, 300, 1000};

  private final SentinelClient client;
  private final RedisURI uri;
  private final OpenChannels channels;
  private final SwitchListener switches;
  private final AtomicBoolean asking = new AtomicBoolean();
  private final RateLimit urgentQuestions = new RateLimit();
  private final Object lock = new Object();

  // guarded by lock
  private @Nullable ScheduledFuture<?> schedule;
  private boolean closed;

  /** Where the last answer pointed. Used by who holds {@code asking}. */
  private Set<InetSocketAddress> known = Set.of();

  MasterWatch(SentinelClient client, RedisURI uri, OpenChannels channels) {
    this.client = client;
    this.uri = uri;
    this.channels = channels;
    this.switches = new SwitchListener(client, uri.getSentinelMasterId(), this::askSoon);
  }

  /** Asks from now on; further calls change nothing. */
  void start() {
    synchronized (lock) {
      if (schedule == null && !closed) {
        schedule =
            client
                .getResources()
                .eventExecutorGroup()
                .scheduleWithFixedDelay(() -> ask(false), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Asks at once, and closes whatever does not lead to the master. */
  void askNow() {
    if (urgentQuestions.permits()) {
      client.getResources().eventExecutorGroup().execute(() -> ask(true));
    }
  }

  private void askSoon() {
    for (long delay : AFTER_SWITCH_MILLIS) {
      var unused =
          client
              .getResources()
              .eventExecutorGroup()
              .schedule(() -> ask(false), delay, TimeUnit.MILLISECONDS);
    }
  }

  private void ask(boolean urgent) {
    if (!asking.compareAndSet(false, true)) {
      return;
    }
    var unused =
        client
            .sentinels()
            .master()
            .whenCompleteAsync(
                (answer, error) -> {
                  try {
                    if (error != null) {
                      log.debug("No Sentinel tells the master", error);
                    } else {
                      switches.listen(answer.sentinel());
                      if (answer.value() instanceof InetSocketAddress master) {
                        follow(master, urgent);
                      }
                    }
                  } finally {
                    asking.set(false);
                  }
                },
                client.getResources().eventExecutorGroup());
  }

  private void follow(InetSocketAddress master, boolean urgent) {
    Set<InetSocketAddress> now = resolved(master.getHostString(), master.getPort());
    if (now.isEmpty()) {
      return;
    }
    boolean changed = known.stream().noneMatch(now::contains);
    if (changed && !known.isEmpty()) {
      log.info(
          "The Sentinels name another master of {}: {}:{}",
          uri.getSentinelMasterId(),
          master.getHostString(),
          master.getPort());
    }
    if (urgent || (changed && !known.isEmpty())) {
      Set<InetSocketAddress> keep = new HashSet<>(now);
      for (RedisURI one : uri.getSentinels()) {
        keep.addAll(resolved(one.getHost(), one.getPort()));
      }
      channels.close(end -> !keep.contains(end));
    }
    known = now;
  }

  /** All addresses of a host, since a connection may have taken any. */
  private static Set<InetSocketAddress> resolved(String host, int port) {
    Set<InetSocketAddress> addresses = new HashSet<>();
    try {
      Arrays.stream(InetAddress.getAllByName(host))
          .forEach(address -> addresses.add(new InetSocketAddress(address, port)));
    } catch (UnknownHostException e) {
      log.debug("{} has no address now", host);
    }
    return addresses;
  }

  /** The client closes its connections itself. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      if (schedule != null) {
        schedule.cancel(false);
      }
    }
  }
}
