package io.sitq.it.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.it.ha.Load.Work;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.spi.QueueConsumer;
import io.sitq.testkit.SitqCluster;
import io.sitq.testkit.SitqRedis;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A cluster whose nodes are long in telling that one is silent. */
class ClusterSilenceIT {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(10);

  @AutoClose
  static final SitqCluster redis = SitqCluster.builder().nodeTimeout(Duration.ofMinutes(1)).start();

  private final String namespace = redis.newNamespace();

  private RedisBackend connect() {
    return RedisBackend.connect(
        RedisSettings.of(redis.uri()).namespace(namespace).connectTimeout(CONNECT_TIMEOUT));
  }

  private SitqRedis masterOf(String key) {
    return redis.masterOf(namespace + ":" + key);
  }

  /** One that has none of the keys that all queues share. */
  private SitqRedis notNeeded() {
    return redis.masters().stream()
        .filter(master -> master != masterOf("queues") && master != masterOf("partitions"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void ends_of_many_queues_are_opened_without_waiting_for_a_master_that_none_of_them_needs()
      throws Exception {
    SitqRedis silent = notNeeded();
    List<String> queues =
        IntStream.range(0, 1000)
            .mapToObj(i -> "q" + i)
            .filter(queue -> masterOf("{" + queue + "}:ready") != silent)
            .limit(6)
            .toList();
    signal("STOP", silent);
    try (RedisBackend backend = connect();
        TaskQueue queue = TaskQueue.on(connect())) {
      List<QueueConsumer> consumers = new ArrayList<>();
      long opening = System.nanoTime();
      queues.forEach(name -> consumers.add(backend.consumer(name, "w")));
      assertThat(Duration.ofNanos(System.nanoTime() - opening))
          .isLessThan(CONNECT_TIMEOUT.multipliedBy(2));

      for (String name : queues) {
        queue.enqueue(new Work(1), TaskOptions.defaults().queue(name));
      }
      for (QueueConsumer consumer : consumers) {
        assertThat(consumer.fetch(1, SOON)).hasSize(1);
        consumer.close();
      }
    } finally {
      signal("CONT", silent);
    }
  }

  private static void signal(String signal, SitqRedis server)
      throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(server.pid())).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }
}
