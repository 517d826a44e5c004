package io.sitq.it.ha;

import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.testkit.SitqCluster;
import io.sitq.testkit.SitqRedis;
import io.sitq.testkit.invariant.InvariantChecker;
import io.sitq.worker.Worker;
import io.sitq.worker.WorkerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/**
 * Three masters with a replica each, which all tests of this JVM share; it stops with the JVM. Who
 * kills a node restarts it.
 */
abstract class OnCluster {
  static final Duration SOON = Duration.ofSeconds(30);
  static final SitqCluster redis = SitqCluster.builder().password("of all/nodes").start();

  final String namespace = redis.newNamespace();

  @BeforeEach
  void replicasAreInStep() {
    redis.awaitReplicas();
  }

  RedisSettings settings() {
    return RedisSettings.of(redis.uri()).namespace(namespace).retryTimeout(Duration.ofSeconds(15));
  }

  RedisBackend connect() {
    return RedisBackend.connect(settings());
  }

  WorkerBuilder worker(List<String> queues) {
    WorkerBuilder worker =
        Worker.on(connect())
            .concurrency(16)
            .lease(Duration.ofSeconds(3)); // an end that a failover has undone comes after it
    queues.forEach(worker::queue);
    return worker;
  }

  /** A key of the queue, or of a partition with its tag. */
  String keyOf(String tag) {
    return namespace + ":{" + tag + "}:ready";
  }

  /** A queue on each of the three masters. */
  List<String> queues() {
    Map<SitqRedis, String> found = new HashMap<>();
    for (int i = 0; found.size() < 3; i++) {
      found.putIfAbsent(redis.masterOf(keyOf("q" + i)), "q" + i);
    }
    return new ArrayList<>(found.values());
  }

  void checkInvariants() {
    InvariantChecker.of(redis.uri(), namespace).drained().counted().check();
  }
}
