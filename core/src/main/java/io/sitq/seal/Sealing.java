package io.sitq.seal;

import io.sitq.TaskFailure;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Delivery;
import io.sitq.spi.EncodedValue;
import io.sitq.spi.Settlement;
import io.sitq.spi.StoredTask;
import io.sitq.spi.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether tasks and results are sealed, and with which keys. Give the same one to producers, to
 * workers and to who reads results. Immutable and thread-safe.
 *
 * <pre>{@code
 * Sealing sealing = Sealing.with(Keyring.ofFile(Path.of("/run/secrets/sitq-keys")));
 * TaskQueue queue = TaskQueue.builder(backend).sealing(sealing).build();
 * Worker worker = Worker.on(backend).sealing(sealing).handle(…).build();
 * }</pre>
 *
 * <p>A sealed envelope is bound to its task's id, which carries the queue, and name; a sealed
 * result to these and to being a result. A seal is checked before anything is decoded. A worker
 * with keys ends a task whose seal is missing or does not fit as a dead letter; a reader with keys
 * throws {@link SealException} for such a value. A key that encrypts also hides error and
 * traceback, whose types stay readable. Which tasks there are, their status, names and times are
 * not sealed: {@code docs/security.md} says what follows from that.
 */
public final class Sealing {
  private static final Sealing NONE = new Sealing(null, true);

  private final @Nullable Keyring keys;
  private final boolean acceptsUnsealed;

  private Sealing(@Nullable Keyring keys, boolean acceptsUnsealed) {
    this.keys = keys;
    this.acceptsUnsealed = acceptsUnsealed;
  }

  /** Nothing is sealed, and what is sealed can't be opened. */
  public static Sealing none() {
    return NONE;
  }

  /** Everything is sealed with the first of the keys, and nothing is accepted that is not. */
  public static Sealing with(Keyring keys) {
    return new Sealing(Objects.requireNonNull(keys, "keys"), false);
  }

  /**
   * Accepts what is not sealed too, while some producers have no keys yet. The result of a task
   * that was not sealed is not sealed either, so that its producer can read it.
   */
  public Sealing acceptUnsealed() {
    return keys == null ? this : new Sealing(keys, true);
  }

  /** The envelope, sealed; as it is without keys. For producers. */
  public byte[] sealEnvelope(String id, String task, byte[] envelope) {
    return keys == null
        ? envelope
        : SealedBytes.seal(keys.writer(), SealContext.TASK.of(id, task), envelope);
  }

  /**
   * The envelope of a delivery, its seal checked and taken off. For workers.
   *
   * @throws SealException if its seal is missing or does not fit
   */
  public ByteSlice openEnvelope(Delivery delivery) {
    ByteSlice envelope = ByteSlice.of(delivery.envelope());
    if (SealedBytes.isSealed(delivery.envelope())) {
      return open(SealContext.TASK, delivery.id(), delivery.task(), envelope);
    }
    if (!acceptsUnsealed) {
      throw refused(
          SealContext.TASK,
          delivery.id(),
          delivery.task(),
          "is not sealed, and this worker takes sealed tasks alone: give its producer the keys, or"
              + " let workers accept both meanwhile (acceptUnsealed)");
    }
    return envelope;
  }

  /** The settlement with value or errors sealed, if its task was. For workers. */
  public Settlement sealSettlement(Settlement settlement) {
    return keys == null || !SealedBytes.isSealed(settlement.delivery().envelope())
        ? settlement
        : new SettlementSealer(keys.writer()).sealed(settlement);
  }

  /**
   * The value of a success, its seal checked and taken off; null if it succeeded without one, which
   * is sealed too. For who reads results.
   *
   * @throws SealException if its seal is missing or does not fit
   */
  public @Nullable EncodedValue openValue(StoredTask task, @Nullable EncodedValue value) {
    String name = String.valueOf(task.task());
    if (value != null && value.codec().equals(SealedValue.CODEC)) {
      ByteSlice sealed = ByteSlice.of(value.bytes());
      return SealedValue.unpack(open(SealContext.RESULT, task.id(), name, sealed));
    }
    if (!acceptsUnsealed) {
      throw refused(
          SealContext.RESULT,
          task.id(),
          name,
          "is not sealed, and sealed ones alone are accepted: give its worker the keys, or accept"
              + " both meanwhile (acceptUnsealed)");
    }
    return value;
  }

  /**
   * The task with its errors as text. What can't be opened is replaced by the reason: errors are
   * for people, and the status holds without them. For who reads results.
   */
  public StoredTask openErrors(StoredTask task) {
    TaskFailure failure = task.failure();
    return failure == null && task.errors().isEmpty() ? task : SealedErrors.opened(task, this);
  }

  /**
   * The content of sealed bytes.
   *
   * @throws SealException if the seal does not fit
   */
  ByteSlice open(SealContext kind, String id, String task, ByteSlice sealed) {
    ByteSlice keyId = SealedBytes.keyId(sealed);
    SealKey key = keys == null ? null : keys.find(keyId);
    if (key == null) {
      String known = keys == null ? "and there are no keys here" : "which is none of " + keys;
      throw refused(
          kind,
          id,
          task,
          "is sealed with key " + quoted(keyId) + ", " + known + ": give the key to who reads it");
    }
    ByteSlice content = SealedBytes.open(key, kind.of(id, task), sealed);
    if (content == null) {
      throw refused(
          kind,
          id,
          task,
          "has a seal of key "
              + quoted(keyId)
              + " that does not fit: it was changed, copied from another task, or sealed with other"
              + " bytes under the key's name");
    }
    return content;
  }

  private static String quoted(ByteSlice keyId) {
    return Texts.quoted(new String(keyId.toByteArray(), StandardCharsets.ISO_8859_1));
  }

  static SealException refused(SealContext kind, String id, String task, String reason) {
    String what = kind.noun() + " of task " + Texts.quoted(task) + " (" + Texts.quoted(id) + ") ";
    return new SealException(task, what + reason);
  }

  /** The ids of the keys, never a key. */
  @Override
  public String toString() {
    return keys == null
        ? "Sealing[none]"
        : "Sealing[" + keys + (acceptsUnsealed ? ", accepts unsealed" : "") + "]";
  }
}
