package io.sitq.cli;

import io.sitq.ReplicationShortfallException;
import io.sitq.TaskOptions;
import io.sitq.TaskQueue;
import io.sitq.json.JsonSerializer;
import io.sitq.json.JsonText;
import io.sitq.redis.RedisBackend;
import io.sitq.seal.Sealing;
import io.sitq.spi.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Enqueues a task by its name: the program has no class of it, so its arguments are JSON. */
@Command(
    name = "enqueue",
    description = {
      "Enqueues a task by its name with arguments as JSON, and prints its id.",
      "With --wait it prints the result instead, and exits as the command result does.",
      "If fewer replicas than --replicas have it in time, it says so and exits with 5, unless"
          + " --wait tells how the task ended."
    },
    footer = {
      "  sitq-worker enqueue divide '{\"a\":10,\"b\":2}'",
      "  sitq-worker enqueue divide '{\"a\":10,\"b\":0}' --wait 10s --json",
      "  sitq-worker enqueue send-mail - --queue mail --delay 5m --id order-17 < mail.json",
      "  sitq-worker enqueue report --at 2026-01-31T06:00:00Z --attempts 5 --timeout 10m",
      "  sitq-worker enqueue pay '{\"order\":17}' --id order-17 --replicas 1 --replicas-timeout 500ms"
    })
final class EnqueueCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SitqWorkerCommand app;
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "TASK", description = "The task's name")
  private String task = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "JSON",
      description = "Its arguments, a JSON object; - reads standard input. Default: {}")
  private String arguments = "{}";

  @Mixin private EnqueueOptions options = new EnqueueOptions();

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "Wait for the result, at most this long, and print it")
  private @Nullable Duration wait;

  @Override
  public Integer call() throws IOException {
    JsonText json =
        arguments.equals("-")
            ? new JsonText(Json.requireObject(readInput(System.in), "standard input"))
            : new JsonText(Json.requireObject(arguments, "JSON argument"));
    TaskOptions taskOptions = options.toTaskOptions();
    SitqWorkerCommand global = Objects.requireNonNull(app);
    Sealing sealing = global.sealing();
    try (RedisBackend backend = global.connect();
        TaskQueue tasks =
            TaskQueue.builder(backend)
                .serializer(new JsonSerializer())
                .sealing(sealing)
                .keepBackendOpen()
                .build()) {
      int exit = ExitCode.DONE;
      String id;
      try {
        id = tasks.enqueue(task, json, taskOptions).id();
      } catch (ReplicationShortfallException e) { // it is in its queue all the same
        exit = Errors.shortfall(e, Objects.requireNonNull(spec).commandLine());
        id = e.taskId();
      }
      if (wait != null) {
        return printResult(id, backend, sealing, wait);
      }
      printId(id, global.json());
      return exit;
    }
  }

  private void printId(String id, boolean json) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println(
        json
            ? Json.text(Json.object().put("id", id).put("task", task).put("queue", options.queue()))
            : id);
  }

  private int printResult(String id, RedisBackend backend, Sealing sealing, Duration atMost) {
    CommandSpec self = Objects.requireNonNull(spec);
    PrintWriter err = self.commandLine().getErr();
    err.println("Enqueued " + id + ", waiting up to " + Durations.format(atMost));
    ResultPrinter printer =
        new ResultPrinter(
            self.commandLine().getOut(),
            err,
            Objects.requireNonNull(app).json(),
            false,
            new TaskValues(Map.of(), sealing));
    return printer.print(id, backend.address(), new EndWait(backend.results(), atMost).end(id));
  }

  /** All of it, or a refusal before memory is full. */
  static String readInput(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(Limits.ENVELOPE_BYTES + 1);
    if (bytes.length > Limits.ENVELOPE_BYTES) {
      throw new UsageException(
          "standard input has more than "
              + Limits.ENVELOPE_BYTES
              + " bytes, the limit of a task: store the data elsewhere and pass where it is");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
