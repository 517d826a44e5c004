package io.sitq.redis.internal;

import io.lettuce.core.StreamMessage;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.sitq.SitqException;
import io.sitq.redis.internal.Keys.QueueKeys;
import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.SettleOutcome;
import io.sitq.spi.Settlement;
import io.sitq.spi.StartOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's end of one partition of a queue. Reads block on a connection of their own; settles
 * go over the shared one, in batches, and are repeated until they are answered.
 */
final class RedisQueueConsumer implements QueueConsumer {
  private static final Logger log = LoggerFactory.getLogger(RedisQueueConsumer.class);

  /** So that a consumer that nobody can wake ends soon. */
  private static final Duration LONGEST_WAIT = Connections.LONGEST_BLOCK;

  private static final int ADOPTED_AT_ONCE = 100;

  private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(2);

  private final RedisContext context;
  private final QueueKeys keys;
  private final byte[] worker;
  private final Runnable groupLost;
  private final QueueReader reader;
  private final GroupCommit<Settlement, SettleOutcome> settles;
  private final RedisLeases leases;
  private final RefusedSettles refused;

  /** The entries that were delivered here and are not settled. */
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  /**
   * Whether a read has failed since the pending list was looked at. Used by the fetching thread.
   */
  private boolean replyMayBeLost;

  private volatile boolean woken;

  /** Guarded by this. */
  private @Nullable Future<?> leaving;

  /** {@code groupLost} is called when Redis has lost the stream's group, and perhaps more. */
  RedisQueueConsumer(RedisContext context, QueueKeys keys, String workerId, Runnable groupLost) {
    this.context = context;
    this.groupLost = groupLost;
    this.keys = keys;
    this.worker = Bytes.of(workerId);
    this.refused = new RefusedSettles(context, keys, workerId);
    this.leases = new RedisLeases(context, keys, worker);
    this.reader = context.connections().openReader(keys.ready);
    this.settles = context.patientLine("settle", Settlements::weight, this::settleBatch);
    try {
      createGroup();
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private CompletionStage<List<SettleOutcome>> settleBatch(
      List<GroupCommit.Item<Settlement, SettleOutcome>> batch) {
    byte[][] args = Settlements.args(worker, keys.wake, context.settings().deadLetterTtl(), batch);
    return context
        .scripts()
        .run(Script.SETTLE, Settlements.keys(keys, batch), args)
        .thenApply(replies -> Settlements.outcomes(replies, batch.size()));
  }

  @Override
  public void fetch(int max, Duration wait, Consumer<List<Delivery>> taker) {
    List<Delivery> adopted = adoptLost(max);
    if (adopted.isEmpty()) {
      handOver(ask(max, wait), max, taker);
    } else {
      taker.accept(adopted);
    }
  }

  /**
   * Hands the tasks of an answer over on the thread that brings it, which saves them a change of
   * threads, while this one waits. One that is interrupted meanwhile leaves the answer to {@link
   * #adopt}.
   */
  private void handOver(
      CompletableFuture<List<StreamMessage<byte[], byte[]>>> asked,
      int max,
      Consumer<List<Delivery>> taker) {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> taken =
        asked.thenAccept(
            messages -> {
              if (messages != null && over.compareAndSet(false, true)) {
                List<Delivery> deliveries = deliveries(messages, Set.of(), max);
                if (!deliveries.isEmpty()) {
                  taker.accept(deliveries);
                }
              }
            });
    try {
      Object unused = read(taken);
    } finally {
      if (!over.compareAndSet(false, true)) {
        Object unused = taken.handle((done, error) -> null).join(); // it is being handed over
      }
    }
  }

  /** What {@link #adopt} finds after a read has failed. */
  List<Delivery> adoptLost(int max) {
    if (!replyMayBeLost) {
      return List.of();
    }
    List<Delivery> adopted = adopt(max);
    replyMayBeLost = !adopted.isEmpty();
    return adopted;
  }

  /** Asks for tasks; one question at a time, whose answer goes to {@link #collect}. */
  CompletableFuture<List<StreamMessage<byte[], byte[]>>> ask(int max, Duration wait) {
    XReadArgs args = XReadArgs.Builder.count(max);
    if (!wait.isZero() && !woken) {
      args.block(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
    }
    return ask(args, StreamOffset.lastConsumed(keys.ready));
  }

  /** The tasks of an answer, once it is there; throws as {@link #fetch}. */
  List<Delivery> collect(Future<List<StreamMessage<byte[], byte[]>>> asked, int max) {
    return deliveries(orNone(read(asked)), Set.of(), max);
  }

  /**
   * Entries that Redis has delivered to this worker in a reply that never arrived: they stand in
   * its pending list and are not held. What is held is looked at before the list, so that an entry
   * which is settled in between is not taken for one.
   */
  private List<Delivery> adopt(int max) {
    Set<String> known = Set.copyOf(held);
    List<Delivery> adopted = new ArrayList<>();
    String from = "0";
    while (adopted.size() < max) {
      List<StreamMessage<byte[], byte[]>> page =
          orNone(
              read(
                  ask(
                      XReadArgs.Builder.count(ADOPTED_AT_ONCE),
                      StreamOffset.from(keys.ready, from))));
      if (page.isEmpty()) {
        break;
      }
      adopted.addAll(deliveries(page, known, max - adopted.size()));
      from = page.get(page.size() - 1).getId();
    }
    if (!adopted.isEmpty()) {
      log.info(
          "Queue {}: took over {} tasks of this worker whose delivery was lost with a connection",
          keys,
          adopted.size());
    }
    return adopted;
  }

  @SuppressWarnings("unchecked") // Lettuce's varargs of a generic type
  private CompletableFuture<List<StreamMessage<byte[], byte[]>>> ask(
      XReadArgs args, StreamOffset<byte[]> offset) {
    CompletableFuture<List<StreamMessage<byte[], byte[]>>> asked =
        reader
            .commands()
            .xreadgroup(io.lettuce.core.Consumer.from(Keys.GROUP, worker), args, offset)
            .toCompletableFuture();
    if (woken) {
      unblock(); // it was woken before it had asked
    }
    return asked;
  }

  private static <T> List<T> orNone(@Nullable List<T> messages) {
    return messages == null ? List.of() : messages;
  }

  /** What Redis answers; null if there was no group. */
  private <T> @Nullable T read(Future<T> asked) {
    try {
      T read = answer("fetch", asked);
      woken = false;
      return read;
    } catch (NoGroupException e) {
      log.warn("Queue {} has no consumer group any more; creating it again", keys);
      groupLost.run();
      createGroup();
      return null;
    } catch (SitqException e) {
      replyMayBeLost = true;
      throw e;
    }
  }

  /** The first tasks of the messages but those that are known; what is no task is taken out. */
  private List<Delivery> deliveries(
      List<StreamMessage<byte[], byte[]>> messages, Set<String> known, int max) {
    List<Delivery> deliveries = new ArrayList<>(messages.size());
    List<String> broken = new ArrayList<>();
    for (StreamMessage<byte[], byte[]> message : messages) {
      if (known.contains(message.getId())) {
        continue;
      }
      if (deliveries.size() == max) {
        break;
      }
      Delivery delivery = Entries.parse(keys, message);
      if (delivery == null) {
        broken.add(message.getId());
      } else {
        held.add(delivery.entryId());
        deliveries.add(delivery);
      }
    }
    if (!broken.isEmpty()) {
      discard(broken);
    }
    return deliveries;
  }

  private void discard(List<String> entries) {
    log.warn(
        "Queue {} holds {} entries that are no tasks of it (no id, no envelope, or another queue's or partition's id);"
            + " taking them out: {}",
        keys,
        entries.size(),
        entries);
    byte[][] args = new byte[1 + entries.size()][];
    args[0] = Keys.GROUP;
    for (int i = 0; i < entries.size(); i++) {
      args[1 + i] = Bytes.of(entries.get(i));
    }
    context.scripts().run(Script.DISCARD, new byte[][] {keys.ready, keys.counts}, args);
  }

  private void createGroup() {
    try {
      answer(
          "create the consumer group",
          context
              .commands()
              .xgroupCreate(
                  StreamOffset.from(keys.ready, "0"),
                  Keys.GROUP,
                  XGroupCreateArgs.Builder.mkstream())
              .toCompletableFuture());
    } catch (GroupExistsException e) {
      log.debug("Queue {} has its consumer group", keys);
    }
  }

  @Override
  public void wakeUp() {
    woken = true; // for a fetch that is about to ask
    unblock();
  }

  /** Makes a read that blocks end. */
  void unblock() {
    reader.unblock();
  }

  @Override
  public CompletionStage<SettleOutcome> settle(Settlement settlement) {
    return settles
        .submit(settlement)
        .whenComplete(
            (outcome, error) -> {
              held.remove(settlement.delivery().entryId());
              if (outcome == SettleOutcome.LOST) {
                refused.tell(settlement.delivery());
              }
            });
  }

  @Override
  public CompletionStage<Set<Delivery>> renew(Collection<Delivery> deliveries) {
    return leases.renew(deliveries);
  }

  @Override
  public CompletionStage<StartOutcome> markStart(Delivery delivery, boolean alone) {
    return leases.markStart(delivery, alone);
  }

  @Override
  public void close() {
    try {
      Object unused = beginClose().get(LEAVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.debug("Queue {}: the consumer stays in the group for the janitor", keys);
    }
  }

  /** Gives up what is not answered; the future completes when this consumer has left its group. */
  synchronized Future<?> beginClose() {
    if (leaving == null) {
      settles.close();
      reader.close();
      leaving =
          context
              .scripts()
              .run(Script.LEAVE, new byte[][] {keys.ready}, Keys.GROUP, worker)
              .toCompletableFuture();
    }
    return leaving;
  }

  /** For messages: which partition. */
  @Override
  public String toString() {
    return keys.toString();
  }

  private <T> T answer(String operation, Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw context.errors().translate(operation, e);
    } catch (ExecutionException e) {
      String reply = String.valueOf(RedisErrors.unwrapped(e).getMessage());
      if (reply.startsWith("NOGROUP") || reply.startsWith("UNBLOCKED")) {
        throw new NoGroupException(e);
      }
      if (reply.startsWith("BUSYGROUP")) {
        throw new GroupExistsException(e);
      }
      context.connections().suspect(e);
      throw context.errors().translate(operation, e);
    }
  }

  /** The stream or its group is gone: somebody deleted it, or Redis came back empty. */
  private static final class NoGroupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoGroupException(Throwable cause) {
      super(cause);
    }
  }

  /** The group is there already. */
  private static final class GroupExistsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GroupExistsException(Throwable cause) {
      super(cause);
    }
  }
}
