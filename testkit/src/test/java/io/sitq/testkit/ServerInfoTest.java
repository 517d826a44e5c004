package io.sitq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerInfoTest {

  @Test
  void versionAndProcessAreReadFromTheReply() {
    ServerInfo info =
        ServerInfo.parse("# Server\r\nredis_version:7.0.15\r\nos:Linux\r\nprocess_id:42\r\n");

    assertThat(info).isEqualTo(new ServerInfo("7.0.15", 42));
  }

  @ParameterizedTest
  @CsvSource({"5.0.14,true", "6.0.16,true", "6.2.0,false", "6.10,false", "7.0.15,false", "8,false"})
  void tooOldIsWhatIsBelow62(String version, boolean tooOld) {
    assertThat(new ServerInfo(version, 1).isTooOld()).isEqualTo(tooOld);
  }

  @Test
  void theRefusalNamesBothVersions() {
    assertThatThrownBy(() -> new ServerInfo("6.0.16", 1).requireSupported())
        .hasMessage("it is Redis 6.0.16, sitq needs 6.2 or later");
  }
}
