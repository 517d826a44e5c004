package io.sitq.it.chaos;

import io.sitq.TaskQueue;
import io.sitq.it.chaos.ChaosTask.Kind;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A producer process: URI, namespace, directory, its name, lease in ms, tasks per second, seed. On
 * SIGTERM it sends no more, and ends when everything is acknowledged.
 */
final class ProducerMain {
  private static final int TICK_MILLIS = 50;
  private static final int MOST_UNANSWERED = 5000;
  private static final long LAST_ANSWERS_MILLIS = 60_000;

  private final Sender sender;
  private final Random random;
  private final int leaseMillis;
  private int number;

  private ProducerMain(Sender sender, Random random, int leaseMillis) {
    this.sender = sender;
    this.random = random;
    this.leaseMillis = leaseMillis;
  }

  public static void main(String[] args) {
    ParentWatch.start();
    String name = args[3];
    TaskQueue queue =
        TaskQueue.on(RedisBackend.connect(RedisSettings.of(args[0]).namespace(args[1])));
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    Journal journal = new Journal(Path.of(args[2], name + ".journal"));
    Sender sender = new Sender(queue, journal, name, timer);
    ProducerMain producer =
        new ProducerMain(sender, new Random(Long.parseLong(args[6])), Integer.parseInt(args[4]));
    double perTick = Integer.parseInt(args[5]) * TICK_MILLIS / 1000.0;
    var sending =
        timer.scheduleAtFixedRate(
            () -> producer.tick(perTick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  sending.cancel(false);
                  awaitAnswers(sender);
                },
                "last answers"));
  }

  private void tick(double mean) {
    if (sender.unanswered() > MOST_UNANSWERED) {
      return; // Redis is away: what waits is enough
    }
    int count = (int) (mean + random.nextDouble());
    for (int i = 0; i < count; i++) {
      sender.send(random.nextInt(3) == 0 ? Fleet.CALM : Fleet.MIXED, next());
    }
  }

  private ChaosTask next() {
    number++;
    int dice = random.nextInt(1000);
    if (dice < 4) {
      return new ChaosTask(number, Kind.WORK, leaseMillis + random.nextInt(leaseMillis));
    } else if (dice < 40) {
      return new ChaosTask(number, Kind.WORK, 50 + random.nextInt(300));
    } else if (dice < 80) {
      return new ChaosTask(number, Kind.FLAKY, 1 + random.nextInt(2));
    } else if (dice < 100) {
      return new ChaosTask(number, Kind.FAIL, 0);
    } else if (dice < 130) {
      return new ChaosTask(number, Kind.DELAY, random.nextInt(3000));
    } else if (dice < 160) {
      return new ChaosTask(number, Kind.CANCEL, random.nextInt(50));
    }
    return new ChaosTask(number, Kind.WORK, random.nextInt(4));
  }

  private static void awaitAnswers(Sender sender) {
    try {
      for (long i = 0; i < LAST_ANSWERS_MILLIS && sender.unanswered() > 0; i += TICK_MILLIS) {
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
