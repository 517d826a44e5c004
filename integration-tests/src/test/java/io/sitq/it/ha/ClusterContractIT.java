package io.sitq.it.ha;

import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.spi.Backend;
import io.sitq.testkit.contract.BackendContract;
import io.sitq.testkit.invariant.InvariantChecker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A queue on a cluster does all that one on a single server does. */
class ClusterContractIT extends BackendContract {
  @BeforeAll
  static void replicasAreInStep() {
    OnCluster.redis.awaitReplicas();
  }

  private final String namespace = OnCluster.redis.newNamespace();

  @Override
  protected Backend connect() {
    return RedisBackend.connect(RedisSettings.of(OnCluster.redis.uri()).namespace(namespace));
  }

  @AfterEach
  void the_invariants_hold() {
    InvariantChecker.of(OnCluster.redis.uri(), namespace).check();
  }
}
