package io.sitq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.Task;
import io.sitq.json.JsonSerializer;
import io.sitq.testkit.invariant.InvariantChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The snippets of the README, as they stand there. */
class ReadmeIT {
  record Divide(int a, int b) implements Task<Integer> {}

  @Test
  void aHandler() throws Exception {
    Integer quotient = HandlerTest.run(task -> task.a() / task.b(), new Divide(10, 2));

    assertThat(quotient).isEqualTo(5);
    assertThatThrownBy(() -> HandlerTest.run(task -> task.a() / task.b(), new Divide(10, 0)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void aContext() throws Exception {
    TestTaskContext context =
        TestTaskContext.builder(Divide.class).attempt(3).header("tenant", "acme").build();

    Integer attempt =
        HandlerTest.run(
            (task, seen) -> seen.attempt(),
            new Divide(10, 2),
            HandlerTestOptions.defaults().serializer(new JsonSerializer()).context(context));

    assertThat(attempt).isEqualTo(3);
  }

  @Test
  void aSharedRedisAndItsInvariants() {
    SitqRedis redis = SitqRedis.shared();
    String uri = redis.uri();
    String namespace = redis.newNamespace(); // this test's own

    InvariantChecker.of(uri, namespace).drained().counted().check();
  }

  @Test
  void aRedisOfOnesOwn() {
    try (SitqRedis redis = SitqRedis.builder().config("appendonly", "yes").localProcess().start()) {
      redis.kill();
      redis.restart();
    }
  }

  @Test
  void everySnippetIsOneOfThese() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String here =
        withoutSpace(Files.readString(Path.of("src/test/java/io/sitq/testkit/ReadmeIT.java")));

    assertThat(
            Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(readme)
                .results()
                .map((MatchResult snippet) -> withoutSpace(snippet.group(1))))
        .hasSize(5)
        .allMatch(here::contains);
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s", "");
  }
}
