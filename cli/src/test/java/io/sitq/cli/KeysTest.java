package io.sitq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
  private static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  @TempDir private Path directory;

  @Test
  void theFileComesBeforeTheEnvironmentsFileAndThatBeforeItsKeys() throws Exception {
    Path option = keys("option");
    Path named = keys("named");
    Map<String, String> both =
        Map.of("SITQ_KEYS_FILE", named.toString(), "SITQ_KEYS", line("a") + ";" + line("b"));

    assertThat(Keys.sealing(option, false, both).toString()).contains("[option ");
    assertThat(Keys.sealing(null, false, both).toString()).contains("[named ");
    assertThat(Keys.sealing(null, true, Map.of("SITQ_KEYS", both.get("SITQ_KEYS"))).toString())
        .contains("[a (aes-256-gcm), b (aes-256-gcm)]", "accepts unsealed");
    assertThat(Keys.sealing(null, false, Map.of()).toString()).isEqualTo("Sealing[none]");
  }

  @Test
  void whatIsWrongIsToldWithoutAKey() throws Exception {
    Path broken = Files.writeString(directory.resolve("broken"), "k aes " + SECRET);

    assertThatThrownBy(() -> Keys.sealing(broken, false, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("broken line 1")
        .hasMessageNotContaining(SECRET);
    assertThatThrownBy(() -> Keys.sealing(null, true, Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--keys");
    Program run = Program.run("dead", "list", "--keys", broken.toString());
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("line 1").doesNotContain(SECRET);
  }

  private Path keys(String id) throws Exception {
    return Files.writeString(directory.resolve(id), line(id) + "\n");
  }

  private static String line(String id) {
    return id + " aes-256-gcm " + SECRET;
  }
}
