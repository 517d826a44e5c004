package io.sitq.redis;

import static io.sitq.redis.RoleSteps.get;
import static io.sitq.redis.RoleSteps.submission;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import io.sitq.ReplicationShortfallException;
import io.sitq.redis.CommandMonitor.Command;
import io.sitq.redis.internal.LuaScripts;
import io.sitq.spi.Delivery;
import io.sitq.spi.QueueConsumer;
import io.sitq.spi.Submission;
import io.sitq.spi.WorkerInfo;
import io.sitq.testkit.SitqCluster;
import io.sitq.testkit.SitqRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Runs every script on each of three masters and compares what it touches, as MONITOR tells it,
 * with the keys that it declares.
 */
class DeclaredKeysIT {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration NOW = Duration.ofMillis(1);

  /** Its keys are of no queue, and always the same. */
  private static final Set<String> OF_ONE_SLOT = Set.of("rights");

  @AutoClose static final SitqCluster redis = SitqCluster.builder().replicas(0).start();

  @AutoClose("shutdown")
  static final RedisClusterClient client =
      RedisClusterClient.create(redis.uri().replaceFirst("-cluster", "").replaceFirst(",.*", ""));

  private final RedisAdvancedClusterCommands<String, String> commands = client.connect().sync();
  private int names;

  @Test
  void scripts_touch_the_keys_that_they_declare_and_no_others_on_any_of_three_masters()
      throws Exception {
    Map<String, Set<Integer>> mastersByScript = new TreeMap<>();
    for (int i = 0; i < 3; i++) {
      SitqRedis master = redis.nodes().get(i);
      String namespace = namespaceOn(master);
      try (CommandMonitor monitor = new CommandMonitor(master.uri());
          RedisBackend backend = RedisBackend.connect(settings(namespace))) {
        RoleSteps.produce(backend, queueOn(master, namespace), backend);
        RoleSteps.work(backend, queueOn(master, namespace), backend);
        RoleSteps.operate(backend, queueOn(master, namespace), backend);
        cancelRequestsAndReplicas(backend, queueOn(master, namespace));
        whatIsNoTaskAndWhatIsInNobodysHands(backend, namespace, queueOn(master, namespace));
        spread(backend, namespace, queueOn(master, namespace));
        announceMany(backend);
        RedisDoctor.of(settings(namespace)).examine();
        for (String script : scriptsIn(monitor.seen(), namespace)) {
          mastersByScript.computeIfAbsent(script, name -> new TreeSet<>()).add(i);
        }
      }
    }
    assertThat(mastersByScript.keySet()).containsExactlyInAnyOrderElementsOf(LuaScripts.names());
    mastersByScript.forEach(
        (script, masters) -> {
          if (!OF_ONE_SLOT.contains(script)) {
            assertThat(masters).as("masters on which %s.lua ran", script).hasSize(3);
          }
        });
  }

  private static RedisSettings settings(String namespace) {
    return RedisSettings.of(redis.uri()).namespace(namespace);
  }

  /** One of which the partitions are recorded there. */
  private static String namespaceOn(SitqRedis master) {
    String namespace = redis.newNamespace();
    while (redis.masterOf(namespace + ":partitions") != master) {
      namespace = redis.newNamespace();
    }
    return namespace;
  }

  /** A queue that nobody has used, whose keys are there. */
  private String queueOn(SitqRedis master, String namespace) {
    String queue = "q" + names++;
    while (redis.masterOf(namespace + ":{" + queue + "}:ready") != master) {
      queue = "q" + names++;
    }
    return queue;
  }

  private static void cancelRequestsAndReplicas(RedisBackend backend, String queue) {
    assertThatThrownBy(
            () ->
                get(
                    backend
                        .enqueuer()
                        .enqueue(
                            new Submission(
                                queue, queue + ":safe", "t", "e".getBytes(UTF_8), 0, 1, 50))))
        .hasCauseInstanceOf(ReplicationShortfallException.class);
    try (QueueConsumer consumer = backend.consumer(queue, "w")) {
      List<Delivery> running = consumer.fetch(1, SOON);
      get(backend.cancellations().cancel(queue + ":safe"));
      assertThat(get(backend.cancellations().requested(running))).containsOnly(queue + ":safe");
    }
  }

  private void whatIsNoTaskAndWhatIsInNobodysHands(
      RedisBackend backend, String namespace, String queue) {
    String ready = namespace + ":{" + queue + "}:ready";
    get(backend.enqueuer().enqueue(submission(queue, "a", 0)));
    try (QueueConsumer consumer = backend.consumer(queue, "gone")) {
      assertThat(consumer.fetch(1, SOON)).hasSize(1);
      var unused =
          commands.xgroupDelconsumer(ready, io.lettuce.core.Consumer.from("workers", "gone"));
      assertThat(get(backend.recovery().sweep(queue))).isEqualTo(1);
      commands.xadd(ready, Map.of("no", "task"));
      assertThat(consumer.fetch(5, SOON)).extracting(Delivery::id).containsOnly(queue + ":a");
      assertThat(consumer.fetch(1, NOW)).isEmpty();
    }
  }

  private void spread(RedisBackend backend, String namespace, String queue) {
    get(backend.enqueuer().enqueue(submission(queue, "x", 0)));
    get(backend.cancellations().cancel(queue + ":x"));
    RedisSettings more = settings(namespace).queue(queue, QueueSettings.partitions(3));
    try (RedisBackend spreading = RedisBackend.connect(more)) {
      get(spreading.enqueuer().enqueue(submission(queue, "y", 0)));
    }
    assertThat(commands.hget(namespace + ":partitions", queue)).startsWith("3");
    // as by one that was given up half-way: it takes off no seal but its own
    String tag = namespace + ":{" + queue + "}:";
    String[] sealed = {tag + "ready", tag + "scheduled"};
    commands.eval(LuaScripts.unseal(), ScriptOutputType.MULTI, sealed, "sitq:sealed:another");
  }

  /** The hash of a worker is in a slot of its own. */
  private static void announceMany(RedisBackend backend) {
    for (int i = 0; i < 20; i++) {
      WorkerInfo info = new WorkerInfo("w" + i, "h", 1, Instant.EPOCH, Map.of());
      get(backend.registry().announce(info, Duration.ofSeconds(5)));
    }
  }

  /**
   * The scripts that ran there. Whatever of the namespace they have touched, they have declared.
   */
  private static Set<String> scriptsIn(List<Command> commands, String namespace) {
    Set<String> found = new HashSet<>();
    String script = "none";
    List<String> declared = List.of();
    for (Command command : commands) {
      if (command.isOfScript()) {
        if (!command.name().equals("publish")) {
          assertThat(declared)
              .as("keys of %s.lua, which calls %s", script, command.words())
              .containsAll(
                  command.words().stream()
                      .filter(word -> word.startsWith(namespace + ":"))
                      .filter(word -> !word.startsWith(namespace + ":reply:")) // a channel
                      .toList());
        }
      } else if (command.name().startsWith("eval")) {
        int count = Integer.parseInt(command.words().get(2));
        declared = command.words().subList(3, 3 + count);
        script = String.valueOf(LuaScripts.nameOf(command.words().get(1)));
        assertThat(declared).as("keys of %s.lua", script).isNotEmpty();
        assertThat(declared.stream().map(SlotHash::getSlot).distinct()).hasSize(1);
        found.add(script);
      } else {
        declared = List.of();
      }
    }
    return found;
  }
}
