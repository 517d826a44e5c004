package io.sitq.it.chaos;

import io.sitq.TaskEvent;
import io.sitq.TaskListener;
import io.sitq.it.chaos.Journal.What;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import io.sitq.worker.TaskContext;
import io.sitq.worker.Worker;
import io.sitq.worker.WorkerBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A worker process: URI, namespace, directory, its name, lease in ms, queues. */
final class WorkerMain {
  static final int CONCURRENCY = 16;
  static final Duration DRAIN = Duration.ofSeconds(2);

  private final Journal journal;

  private WorkerMain(Journal journal) {
    this.journal = journal;
  }

  public static void main(String[] args) {
    ParentWatch.start();
    String name = args[3];
    Journal journal = new Journal(Path.of(args[2], name + ".journal"));
    WorkerMain main = new WorkerMain(journal);
    WorkerBuilder builder =
        Worker.on(RedisBackend.connect(RedisSettings.of(args[0]).namespace(args[1])))
            .name(name)
            .lease(Duration.ofMillis(Long.parseLong(args[4])))
            .drain(DRAIN)
            .concurrency(CONCURRENCY)
            .logTasks(false)
            .handle(ChaosTask.class, main::handle)
            .listener(main.answers());
    for (int i = 5; i < args.length; i++) {
      builder.queue(args[i]);
    }
    Worker worker = builder.build();
    Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "drain"));
    worker.start();
  }

  private Integer handle(ChaosTask task, TaskContext context) throws InterruptedException {
    journal.write(What.BEGAN, context.taskId(), context.attempt(), context.workerId(), "");
    switch (task.kind()) {
      case WORK -> TimeUnit.MILLISECONDS.sleep(task.amount()); // what it is about
      case POISON -> Runtime.getRuntime().halt(137);
      case FLAKY, FAIL, DELAY, CANCEL -> {}
    }
    journal.write(What.DONE, context.taskId(), context.attempt(), context.workerId(), "");
    if (task.kind() == ChaosTask.Kind.FAIL
        || (task.kind() == ChaosTask.Kind.FLAKY && context.attempt() <= task.amount())) {
      throw new IllegalStateException("attempt " + context.attempt() + " of " + task);
    }
    return task.number() + 1;
  }

  /** What the queue says of an attempt's end. */
  private TaskListener answers() {
    return new TaskListener() {
      @Override
      public void succeeded(TaskEvent event) {
        write(What.ENDED, event);
      }

      @Override
      public void failed(TaskEvent event) {
        write(What.ENDED, event);
      }

      @Override
      public void cancelled(TaskEvent event) {
        write(What.ENDED, event);
      }

      @Override
      public void lost(TaskEvent event) {
        write(What.REFUSED, event);
      }

      private void write(What what, TaskEvent event) {
        journal.write(what, event.taskId(), event.attempt(), String.valueOf(event.workerId()), "");
      }
    };
  }
}
