package io.sitq.redis.internal;

import io.sitq.TaskFailure;
import io.sitq.redis.internal.GroupCommit.Item;
import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.Delivery;
import io.sitq.spi.EncodedValue;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The arguments and replies of {@code settle.lua}. */
final class Settlements {
  private Settlements() {}

  static byte[][] keys(QueueKeys keys, List<Item<Settlement, SettleOutcome>> batch) {
    byte[][] all = new byte[5 + batch.size()][];
    all[0] = keys.ready;
    all[1] = keys.scheduled;
    all[2] = keys.dead;
    all[3] = keys.waiting;
    all[4] = keys.counts;
    for (int i = 0; i < batch.size(); i++) {
      all[5 + i] = keys.task(batch.get(i).value.delivery().id());
    }
    return all;
  }

  static byte[][] args(
      byte[] worker,
      byte[] wakeChannel,
      Duration deadLetterTtl,
      List<Item<Settlement, SettleOutcome>> batch) {
    List<byte[]> args = new ArrayList<>(5 + 6 * batch.size());
    args.add(Keys.GROUP);
    args.add(worker);
    args.add(wakeChannel);
    args.add(Bytes.of(deadLetterTtl.toMillis()));
    for (Item<Settlement, SettleOutcome> item : batch) {
      add(args, item.value);
    }
    return args.toArray(byte[][]::new);
  }

  private static void add(List<byte[]> args, Settlement settlement) {
    if (settlement instanceof Settlement.Success success) {
      EncodedValue value = success.value();
      head(args, "success", success, value == null ? null : value.codec(), success.ttl());
      args.add(value == null ? Bytes.EMPTY : value.bytes());
    } else if (settlement instanceof Settlement.Failure failure) {
      head(args, "failed", failure, null, failure.ttl());
      failure(args, failure.failure());
      args.add(PackedErrors.pack(failure.errors()));
    } else if (settlement instanceof Settlement.Cancellation cancellation) {
      head(args, "cancelled", cancellation, null, cancellation.ttl());
    } else if (settlement instanceof Settlement.Retry retry) {
      // the TTL is for a task that was cancelled meanwhile
      head(args, "retry", retry, null, RedisCancellations.TTL);
      failure(args, retry.failure());
      args.add(PackedErrors.pack(retry.errors()));
      args.add(Bytes.of(Bytes.millis(retry.delay())));
    } else if (settlement instanceof Settlement.Release release) {
      head(args, "release", release, null, RedisCancellations.TTL);
      args.add(Bytes.of(Bytes.millis(release.delay())));
      args.add(Bytes.of(release.handback() ? 1 : 0));
    }
  }

  private static void head(
      List<byte[]> args,
      String outcome,
      Settlement settlement,
      @org.jspecify.annotations.Nullable String codec,
      Duration ttl) {
    Delivery delivery = settlement.delivery();
    args.add(Bytes.of(outcome));
    args.add(Bytes.of(delivery.entryId()));
    args.add(Facts.pack(settlement.facts(), codec));
    args.add(Bytes.of(Math.max(1, Bytes.millis(ttl))));
  }

  private static void failure(List<byte[]> args, TaskFailure failure) {
    args.add(Bytes.of(failure.error()));
    args.add(Bytes.of(failure.errorType()));
    args.add(Bytes.of(String.join(" ", failure.supertypes())));
    args.add(Bytes.of(failure.traceback()));
  }

  /** How many bytes of a result an item carries, about. */
  static int weight(Settlement settlement) {
    if (settlement instanceof Settlement.Success success) {
      return success.value() == null ? 0 : success.value().bytes().length;
    }
    if (settlement instanceof Settlement.Failure failure) {
      return failure.failure().traceback().length();
    }
    return settlement instanceof Settlement.Retry retry ? retry.failure().traceback().length() : 0;
  }

  static List<SettleOutcome> outcomes(List<Object> replies, int items) {
    if (replies.isEmpty()) {
      return Collections.nCopies(items, SettleOutcome.SETTLED);
    }
    List<SettleOutcome> outcomes = new ArrayList<>(replies.size());
    for (Object reply : replies) {
      outcomes.add(
          switch (String.valueOf(Bytes.text(reply))) {
            case "OK" -> SettleOutcome.SETTLED;
            case "ALREADY" -> SettleOutcome.ALREADY;
            case "CANCELLED" -> SettleOutcome.CANCELLED;
            default -> SettleOutcome.LOST;
          });
    }
    return outcomes;
  }
}
