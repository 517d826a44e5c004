package io.sitq.it.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sitq.TaskQueue;
import io.sitq.TaskResult;
import io.sitq.it.worker.Tasks.Divide;
import io.sitq.it.worker.Tasks.Say;
import io.sitq.redis.QueueSettings;
import io.sitq.redis.RedisBackend;
import io.sitq.redis.RedisSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The producers of docs/producers, which have none of our code, against real workers. */
class ForeignProducersIT extends OnRedis {
  private static final Path PRODUCERS = Path.of("../docs/producers");

  /** A language, and how it is started. */
  record Language(String program, String script) {
    boolean isHere() {
      try {
        Process process = new ProcessBuilder(program, "--version").start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public String toString() {
      return program;
    }
  }

  private record Run(int exit, List<String> lines) {}

  static Stream<Language> languages() {
    return Stream.of(new Language("python3", "enqueue.py"), new Language("node", "enqueue.mjs"));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void a_task_of_another_language_is_executed_once_and_its_result_is_json(Language language)
      throws Exception {
    AtomicInteger executed = new AtomicInteger();
    start(
        worker()
            .handle(
                Divide.class,
                task -> {
                  executed.incrementAndGet();
                  return task.a() / task.b();
                }));

    Run first = run(language, "one", "divide", "{\"a\": 10, \"b\": -2}");
    Run again = run(language, "one", "divide", "{\"a\": 10, \"b\": -2}");

    assertThat(first.lines()).hasSize(2).first().isEqualTo("OK");
    assertThat(first.lines().get(1).replace(" ", ""))
        .isEqualTo("{\"status\":\"success\",\"value\":-5,\"error\":null}");
    assertThat(first.exit()).isZero();
    assertThat(again.lines()).first().isEqualTo("DUPLICATE");
    assertThat(again.lines().get(1)).isEqualTo(first.lines().get(1));
    assertThat(executed).hasValue(1);
    TaskResult<Integer> read = queue.getResult("default:one", Divide.class).orElseThrow();
    assertThat(read.value()).isEqualTo(-5);
  }

  @ParameterizedTest
  @MethodSource("languages")
  void long_texts_of_any_alphabet_come_back(Language language) throws Exception {
    start(worker().handle(Say.class, Say::text));
    String text = "größer 漢字 🙂 ".repeat(400);

    run(language, "text", "say", "{\"text\": \"" + text + "\"}");

    assertThat(queue.getResult("default:text", Say.class).orElseThrow().value()).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("languages")
  void a_failure_is_told_by_its_error(Language language) throws Exception {
    start(worker().handle(Divide.class, task -> task.a() / task.b()));

    Run run = run(language, "zero", "divide", "{\"a\": 1, \"b\": 0}");
    Run unfit = run(language, "unfit", "divide", "{\"a\": \"one\", \"b\": 0}");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.lines().get(1)).contains("\"failed\"").contains("/ by zero");
    assertThat(unfit.lines().get(1)).contains("\"failed\"").contains("divide").contains("at a");
  }

  @ParameterizedTest
  @MethodSource("languages")
  void a_task_of_a_spread_queue_goes_to_its_partition(Language language) throws Exception {
    RedisSettings spread =
        RedisSettings.of(redis.uri())
            .namespace(namespace)
            .queue("default", QueueSettings.partitions(4));
    start(worker(RedisBackend.connect(spread)).handle(Say.class, Say::text));
    try (TaskQueue spreadQueue = TaskQueue.on(RedisBackend.connect(spread))) {
      assertThat(spreadQueue.enqueue(new Say("known")).await(SOON).value()).isEqualTo("known");
      for (int i = 0; i < 3; i++) {
        Run run = run(language, "part-" + i, "say", "{\"text\": \"x\"}");
        assertThat(run.lines().get(1)).contains("success");
      }
    }
  }

  private Run run(Language language, String id, String task, String json) throws Exception {
    assumeThat(language.isHere()).as("%s is not on the PATH", language).isTrue();
    URI uri = URI.create(redis.uri());
    Process process =
        new ProcessBuilder(
                language.program(),
                PRODUCERS.resolve(language.script()).toString(),
                uri.getHost() + ':' + uri.getPort(),
                namespace,
                "default",
                id,
                task,
                json)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(output.lines().toList()).as(output).hasSize(2);
    return new Run(process.exitValue(), output.lines().toList());
  }
}
