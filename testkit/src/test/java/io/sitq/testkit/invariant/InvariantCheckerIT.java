package io.sitq.testkit.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.sync.RedisCommands;
import io.sitq.testkit.SitqRedis;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Breaks each invariant on purpose, in a keyspace in which all the others hold. */
class InvariantCheckerIT {
  private final SitqRedis server = SitqRedis.shared();
  private final String namespace = server.newNamespace();
  private final RedisClient client = RedisClient.create(server.uri());
  private final RedisCommands<String, String> redis = client.connect().sync();
  private final HandmadeQueue queue = new HandmadeQueue(redis, namespace, "q");
  private final InvariantChecker checker = InvariantChecker.of(server.uri(), namespace);

  @AfterEach
  void clean() {
    redis.keys(namespace + ":*").forEach(redis::del);
    client.close();
  }

  private void broken(String... lines) {
    assertThat(checker.violations()).containsExactlyInAnyOrder(lines);
  }

  @Test
  void aKeyspaceAsTheScriptsLeaveItIsFine() {
    queue.worker("w-1");
    queue.ready("running");
    queue.fetchedBy("w-1");
    queue.ready("pending");
    queue.awaited("pending");
    queue.scheduled("later");
    queue.retried("again");
    queue.succeeded("a");
    queue.failed("b");
    queue.cancelled("c");
    redis.hset(queue.taskKey("noValue"), "entry", "1-4");
    redis.hset(
        queue.taskKey("noValue"), Map.of("status", "success", "facts", HandmadeQueue.FACTS + "-"));
    redis.pexpire(queue.taskKey("noValue"), HandmadeQueue.TTL_MILLIS);
    redis.zadd(queue.key("dead"), 1, "q:expired");
    redis.hset(queue.key("counts"), Map.of("mail:retried", "1", "unknown:discarded", "2"));
    redis.hset(queue.key("counts"), "mail:success", "2");

    broken();
    checker.counted().ended(List.of("q:a", "q:b", "q:c")).check();
  }

  @Test
  void anEmptyNamespaceAndADrainedQueueAreFine() {
    queue.worker("w-1");
    queue.succeeded("a");
    String entry = queue.ready("b");
    queue.fetchedBy("w-1");
    queue.acknowledged(entry);
    queue.succeeded("b");

    checker.drained().counted().check();
    InvariantChecker.of(server.uri(), server.newNamespace()).drained().counted().check();
  }

  @Test
  void manyKeysAreReadByPages() {
    for (int i = 0; i < 1_200; i++) {
      queue.ready("t" + i);
    }
    queue.fetchedBy("w");
    queue.entry("t1199");

    assertThat(checker.violations())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("queue q: task q:t1199 has two entries, "));
  }

  @Test
  void aKeyThatIsNotDocumented() {
    redis.set(namespace + ":{q}:lock", "1");
    redis.set(namespace + ":other", "1");

    broken(
        "key " + namespace + ":{q}:lock is none of sitq's",
        "key " + namespace + ":other is none of sitq's");
  }

  @Test
  void aKeyOfAWrongType() {
    redis.set(queue.key("counts"), "1");
    redis.set(queue.taskKey("a"), "1");
    redis.set(namespace + ":worker:w", "1");

    broken(
        "key " + queue.key("counts") + " is a string, not a hash",
        "key " + queue.taskKey("a") + " is a string, not a hash",
        "key " + namespace + ":worker:w is a string, not a hash");
  }

  @Test
  void aTaskWithTwoEntries() {
    String first = queue.ready("a");
    String second = queue.entry("a");

    broken(
        "queue q: task q:a has two entries, " + first + " and " + second,
        "queue q: entry " + second + " of task q:a is not its live one: the hash names " + first);
  }

  @Test
  void anEntryWithoutHash() {
    String entry = queue.entry("a");

    broken("queue q: entry " + entry + " is task q:a, which has no hash");
  }

  @Test
  void anEntryThatIsNoTask() {
    String noId = redis.xadd(queue.key("ready"), Map.of("envelope", "e"));
    String noEnvelope = redis.xadd(queue.key("ready"), Map.of("id", "q:a"));
    String other = redis.xadd(queue.key("ready"), Map.of("id", "p:a", "envelope", "e"));

    broken(
        "queue q: entry " + noId + " is no task: it has no id",
        "queue q: entry " + noEnvelope + " is no task: it has no envelope",
        "queue q: entry " + other + " is task p:a of another queue");
  }

  @Test
  void aPendingListThatNamesAnEntryThatIsGone() {
    String entry = queue.ready("a");
    queue.fetchedBy("w-1");
    redis.xdel(queue.key("ready"), entry);
    redis.del(queue.taskKey("a"));

    broken("queue q: entry " + entry + " is pending for w-1 and not in the stream");
  }

  @Test
  void aForeignConsumerGroup() {
    redis.xgroupCreate(StreamOffset.from(queue.key("ready"), "0"), "others");

    broken("queue q: consumer group others is none of sitq's");
  }

  @Test
  void aTaskWhoseEntryIsNotInTheStream() {
    redis.hset(queue.taskKey("a"), "entry", "5-1");
    redis.hset(queue.taskKey("b"), "cancel", "1");

    broken(
        "queue q: task q:a is lost: it has not ended, its hash names entry 5-1,"
            + " and it is neither ready nor scheduled",
        "queue q: task q:b is lost: it has not ended, its hash names entry null,"
            + " and it is neither ready nor scheduled");
  }

  @Test
  void aTaskThatIsReadyAndScheduled() {
    queue.ready("a");
    redis.zadd(queue.key("scheduled"), 1, "q:a");

    broken("queue q: task q:a is ready and scheduled at once");
  }

  @Test
  void aTaskThatIsLiveAndHasEnded() {
    queue.succeeded("a");
    redis.zadd(queue.key("scheduled"), 1, "q:a");
    queue.cancelled("b");
    redis.hset(queue.taskKey("b"), "entry", queue.entry("b"));

    broken(
        "queue q: task q:a is success and live at once",
        "queue q: task q:b is cancelled and live at once");
  }

  @Test
  void aLiveTaskThatWillExpire() {
    queue.ready("a");
    redis.pexpire(queue.taskKey("a"), HandmadeQueue.TTL_MILLIS);

    broken("queue q: task q:a has not ended and its hash has a TTL");
  }

  @Test
  void aScheduledTaskWithoutItsHash() {
    redis.zadd(queue.key("scheduled"), 1, "q:a");
    redis.zadd(queue.key("scheduled"), 1, "p:a");

    broken(
        "queue q: task q:a is scheduled and has no hash: its envelope is lost",
        "queue q: task p:a of another queue is scheduled");
  }

  @Test
  void aScheduledTaskWithoutItsEnvelope() {
    queue.scheduled("a");
    redis.hdel(queue.taskKey("a"), "envelope");

    broken("queue q: task q:a is scheduled and its hash has no envelope");
  }

  @Test
  void aScheduledTaskThatNamesALiveEntry() {
    queue.scheduled("a");
    redis.hset(queue.taskKey("a"), "entry", "5-1");

    broken("queue q: task q:a is scheduled and its hash names 5-1 as its live entry");
  }

  @Test
  void aHashOfAnotherQueuesTask() {
    redis.hset(queue.key("task:p:a"), "entry", "-");
    redis.zadd(queue.key("scheduled"), 1, "p:a");

    broken(
        "queue q: a hash is that of task p:a of another queue",
        "queue q: task p:a of another queue is scheduled");
  }

  @Test
  void aResultWithoutTtl() {
    queue.succeeded("a");
    redis.persist(queue.taskKey("a"));

    broken("queue q: the result of task q:a has no TTL");
  }

  @Test
  void aStatusThatIsNone() {
    queue.succeeded("a");
    redis.hset(queue.taskKey("a"), "status", "done");

    broken("queue q: task q:a has the status 'done', which is none of an ended task");
  }

  @Test
  void aResultWithoutEntry() {
    queue.succeeded("a");
    redis.hdel(queue.taskKey("a"), "entry");

    broken("queue q: task q:a is success and names no entry");
  }

  @Test
  void factsThatAreNone() {
    queue.succeeded("a");
    redis.hset(queue.taskKey("a"), "facts", "mail 1 0 w 5 5");
    queue.cancelled("b");
    redis.hdel(queue.taskKey("b"), "facts");

    broken(
        "queue q: task q:a has the facts 'mail 1 0 w 5 5', which are none",
        "queue q: task q:b has the facts 'null', which are none");
  }

  @Test
  void aValueAndACodecThatDoNotBelongTogether() {
    queue.succeeded("a");
    redis.hset(queue.taskKey("a"), "facts", HandmadeQueue.FACTS + "-");
    queue.succeeded("b");
    redis.hdel(queue.taskKey("b"), "value");
    queue.cancelled("c");
    redis.hset(queue.taskKey("c"), Map.of("value", "v", "facts", HandmadeQueue.FACTS + "kryo"));

    broken(
        "queue q: task q:a has a value and its facts name no codec",
        "queue q: task q:b has no value and its facts name the codec kryo",
        "queue q: task q:c is cancelled and has a value");
  }

  @Test
  void aFailureThatDoesNotSayWhatFailed() {
    queue.failed("a");
    redis.hdel(queue.taskKey("a"), "traceback", "envelope");

    broken(
        "queue q: task q:a is failed and has no traceback",
        "queue q: task q:a is failed and has no envelope");
  }

  @Test
  void aSuccessThatStillTellsAnError() {
    queue.succeeded("a");
    redis.hset(queue.taskKey("a"), "error", "no");

    broken("queue q: task q:a is success and has the field error");
  }

  @Test
  void aFailedTaskThatIsNotListedAsDead() {
    queue.failed("a");
    redis.del(queue.key("dead"));

    broken("queue q: task q:a failed and is not listed as dead");
  }

  @Test
  void aDeadLetterThatDidNotFail() {
    queue.succeeded("a");
    queue.ready("b");
    redis.zadd(queue.key("dead"), 1, "q:a");
    redis.zadd(queue.key("dead"), 1, "q:b");
    redis.zadd(queue.key("dead"), 1, "p:a");

    broken(
        "queue q: task q:a is listed as dead and is success",
        "queue q: task q:b is listed as dead and is live",
        "queue q: task p:a of another queue is listed as dead");
  }

  @Test
  void somebodyWhoWaitsForWhatHasEndedOrIsNotThere() {
    queue.succeeded("a");
    queue.awaited("a");
    queue.awaited("b");

    broken(
        "queue q: somebody waits for task q:a, which has ended",
        "queue q: somebody waits for task q:b, which is not there");
  }

  @Test
  void somebodyWhoWaitsOnNoReplyChannel() {
    queue.ready("a");
    redis.hset(queue.key("waiting"), "q:a", "nowhere");

    broken("queue q: somebody waits for task q:a on 'nowhere', which is no reply channel");
  }

  @Test
  void countsThatAreNone() {
    redis.hset(queue.key("counts"), Map.of("mail", "1", "mail:failed", "many"));

    broken(
        "queue q: count 'mail' names no task and outcome", "queue q: count mail:failed is 'many'");
  }

  @Test
  void countsThatAreNotThoseOfTheResults() {
    queue.succeeded("a");
    redis.hincrby(queue.key("counts"), "mail:success", 1);
    redis.hincrby(queue.key("counts"), "mail:retried", 7);

    broken();
    checker.counted();
    broken("queue q: the counts are {mail:success=2}, the results are {mail:success=1}");
  }

  @Test
  void aQueueThatIsNotRegistered() {
    redis.srem(namespace + ":queues", "q");
    broken();

    queue.succeeded("a");

    broken("queue q: it has tasks and is not among the registered queues");
  }

  @Test
  void aWorkerThatIsListedForEver() {
    queue.worker("w-1");
    redis.persist(namespace + ":worker:w-1");

    broken("worker w-1 has no TTL");
  }

  @Test
  void whatIsLeftWhenEverythingShouldHaveEnded() {
    queue.ready("a");
    queue.fetchedBy("w-1");
    queue.scheduled("b");
    queue.awaited("b");

    broken();
    checker.drained();
    broken(
        "queue q: the ready stream is not empty",
        "queue q: the pending list is not empty",
        "queue q: the scheduled set is not empty",
        "queue q: somebody is still listed as waiting",
        "queue q: consumer w-1 is left and no live worker's name");
  }

  @Test
  void aTaskThatWasAcknowledgedAndHasNotEnded() {
    queue.ready("a");
    queue.succeeded("b");

    checker.ended(List.of("q:a", "q:b", "q:c", "p:a"));

    broken(
        "task q:a was acknowledged and has not ended",
        "task q:c was acknowledged and has not ended",
        "task p:a was acknowledged and has not ended");
  }

  @Test
  void checkTellsEverythingThatIsBroken() {
    queue.entry("a");
    redis.set(namespace + ":other", "1");

    assertThatThrownBy(checker::check)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("2 invariants are broken in namespace " + namespace + ":\n")
        .hasMessageContaining("key " + namespace + ":other is none of sitq's")
        .hasMessageContaining("is task q:a, which has no hash");
  }
}
