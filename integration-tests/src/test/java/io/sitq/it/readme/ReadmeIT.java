package io.sitq.it.readme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.testkit.SitqRedis;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeIT {
  @Test
  void the_first_task_of_the_readme_is_compiled_and_says_what_the_readme_says() throws Exception {
    String source =
        Files.readString(Path.of("src/test/java/io/sitq/it/readme/FirstTask.java"))
            .replace("package io.sitq.it.readme;\n\n", "");
    String readme = Files.readString(Path.of("..", "README.md"));
    assertThat(readme).contains("```java\n" + source + "```");

    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (SitqRedis redis = SitqRedis.start();
        PrintStream capture = new PrintStream(printed, true, UTF_8)) {
      System.setOut(capture);
      FirstTask.main(new String[] {redis.uri()});
    } finally {
      System.setOut(before);
    }

    assertThat(printed.toString(UTF_8))
        .startsWith("/ by zero\njava.lang.ArithmeticException: / by zero\n\tat ")
        .contains("FirstTask");
    assertThat(readme).contains("java.lang.ArithmeticException: / by zero");
  }
}
