package io.sitq.redis;

import io.sitq.spi.Backend;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.contract.BackendContract;
import io.sitq.testkit.invariant.InvariantChecker;
import org.junit.jupiter.api.AfterEach;

/** A queue of several partitions does all that a queue does, but for the order of tasks. */
class PartitionedContractIT extends BackendContract {
  private final SitqRedis redis = SitqRedis.shared();
  private final String namespace = redis.newNamespace();

  @Override
  protected Backend connect() {
    return RedisBackend.connect(
        RedisSettings.of(redis.uri())
            .namespace(namespace)
            .queue(QUEUE, QueueSettings.partitions(4)));
  }

  @Override
  protected boolean keepsOrder() {
    return false;
  }

  @AfterEach
  void the_invariants_hold() {
    InvariantChecker.of(redis.uri(), namespace).check();
  }
}
