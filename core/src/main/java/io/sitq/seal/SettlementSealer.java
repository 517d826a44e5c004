package io.sitq.seal;

import io.sitq.AttemptError;
import io.sitq.spi.Delivery;
import io.sitq.spi.EncodedValue;
import io.sitq.spi.Settlement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Seals what a worker stores of a task whose envelope was sealed. */
final class SettlementSealer {
  private final SealKey key;
  private final boolean hidesErrors;

  SettlementSealer(SealKey key) {
    this.key = key;
    // a signature on an error would be of no use: without it an error is believed all the same,
    // since recovery writes errors in Redis itself, where there are no keys
    this.hidesErrors = key.algorithm() == SealAlgorithm.AES_256_GCM;
  }

  Settlement sealed(Settlement settlement) {
    Delivery task = settlement.delivery();
    if (settlement instanceof Settlement.Success success) {
      return new Settlement.Success(
          task, success.facts(), sealed(task, success.value()), success.ttl());
    }
    if (hidesErrors && settlement instanceof Settlement.Failure failure) {
      return new Settlement.Failure(
          task,
          failure.facts(),
          SealedErrors.sealed(key, task, failure.failure()),
          failure.errors(), // sealed when their attempts were
          failure.ttl());
    }
    if (hidesErrors && settlement instanceof Settlement.Retry retry) {
      return new Settlement.Retry(
          task,
          retry.facts(),
          SealedErrors.sealed(key, task, retry.failure()),
          lastSealed(task, retry.errors()),
          retry.delay());
    }
    return settlement;
  }

  /** No value is sealed too: a success is believed for its seal. */
  private EncodedValue sealed(Delivery task, @Nullable EncodedValue value) {
    byte[] context = SealContext.RESULT.of(task.id(), task.task());
    return new EncodedValue(
        SealedValue.CODEC, SealedBytes.seal(key, context, SealedValue.pack(value)));
  }

  /** The last one is this attempt's; those before came sealed with the delivery. */
  private List<AttemptError> lastSealed(Delivery task, List<AttemptError> errors) {
    List<AttemptError> sealed = new ArrayList<>(errors);
    if (!sealed.isEmpty()) {
      int last = sealed.size() - 1;
      sealed.set(last, SealedErrors.sealed(key, task, sealed.get(last)));
    }
    return sealed;
  }
}
