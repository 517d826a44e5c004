package io.sitq.it.readme;

import io.sitq.Task;
import io.sitq.TaskName;
import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.redis.RedisBackend;
import io.sitq.worker.Worker;
import java.time.Duration;

public class FirstTask {
  @TaskName("divide")
  public record Divide(int a, int b) implements Task<Integer> {}

  public static void main(String[] args) {
    String redis = args.length > 0 ? args[0] : "redis://localhost:6379";
    try (Worker worker =
            Worker.on(RedisBackend.connect(redis))
                .handle(Divide.class, task -> task.a() / task.b())
                .build();
        TaskQueue queue = TaskQueue.on(RedisBackend.connect(redis))) {
      worker.start();
      TaskResult<Integer> result = queue.enqueue(new Divide(10, 0)).await(Duration.ofSeconds(5));
      switch (result.status()) {
        case SUCCESS -> System.out.println(result.value());
        case FAILED -> System.out.println(result.error() + "\n" + result.traceback());
        default -> System.out.println("not finished yet: " + result.status());
      }
    }
  }
}
