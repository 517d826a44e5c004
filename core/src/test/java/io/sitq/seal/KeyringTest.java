package io.sitq.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sitq.ConfigurationException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class KeyringTest {
  private static final String SECRET = Base64.getEncoder().encodeToString(Keys.bytes("secret"));

  @TempDir private Path directory;

  @Test
  void the_first_key_seals_and_comments_and_blank_lines_count_for_nothing() {
    Keyring keys =
        Keyring.ofText(
            "# keys\n\n  new\taes-256-gcm  " + SECRET + "  \r\n" + Keys.line("old", "hmac-sha256"));

    assertThat(keys.writer().id()).isEqualTo("new");
    assertThat(keys.toString()).isEqualTo("Keyring[new (aes-256-gcm), old (hmac-sha256)]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing",
        "id",
        "id aes-256-gcm",
        "id aes-256-gcm SECRET more",
        "bad/id aes-256-gcm SECRET",
        "id aes-128 SECRET",
        "SECRET aes-256-gcm SECRET",
        "id SECRET aes-256-gcm",
        "id aes-256-gcm !SECRET",
        "id aes-256-gcm SECRETSECRET",
        "id aes-256-gcm QUJD",
        "id aes-256-gcm SECRET\nid hmac-sha256 SECRET"
      })
  void what_is_no_key_is_refused_by_line_and_not_shown(String text) {
    assertThatThrownBy(() -> Keyring.ofText(text.replace("SECRET", SECRET)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching("(?s)keys? in text.* must .*, got .*")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void a_file_that_is_missing_is_named() {
    assertThatThrownBy(() -> Keyring.ofFile(directory.resolve("none")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("none")
        .hasMessageContaining("NoSuchFile");
    assertThatThrownBy(() -> Keyring.ofEnvironment("SITQ_TEST_NOT_SET"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SITQ_TEST_NOT_SET");
  }

  @Test
  void a_file_that_others_can_read_is_warned_of() throws Exception {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Path file = Files.writeString(directory.resolve("keys"), Keys.line("k", "hmac-sha256"));
    Logger logger = (Logger) LoggerFactory.getLogger("io.sitq.seal");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Keyring.ofFile(file);
      assertThat(log.list).isEmpty();

      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      Keyring.ofFile(file);
      assertThat(log.list).hasSize(1);
      assertThat(log.list.get(0).getFormattedMessage())
          .contains(file.toString(), "rw-r--r--", "chmod 600");
    } finally {
      logger.detachAppender(log);
    }
  }

  @Test
  void no_key_is_shown_by_anything_that_holds_one() {
    Sealing sealing = Sealing.with(Keyring.ofText("k hmac-sha256 " + SECRET));

    assertThat(sealing.toString()).isEqualTo("Sealing[Keyring[k (hmac-sha256)]]");
    assertThat(sealing.acceptUnsealed().toString()).contains("accepts unsealed");
    assertThat(Keys.key("k", SealAlgorithm.HMAC_SHA256).toString()).isEqualTo("k (hmac-sha256)");
  }
}
