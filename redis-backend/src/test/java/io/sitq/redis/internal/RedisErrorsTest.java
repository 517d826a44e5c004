package io.sitq.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.sitq.BackendConnectionException;
import io.sitq.BackendException;
import io.sitq.ResourceExhaustedException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisErrorsTest {
  private static final String IN_SCRIPT_6_2 =
      "ERR Error running script (call to f_0a1b): @user_script:12: @user_script: 12: -";

  private final RedisErrors errors = new RedisErrors("redis://host:1");

  @ParameterizedTest
  @CsvSource({
    "READONLY You can't write against a read only replica., READONLY",
    "'ERR Error running script (call to f_0): @user_script:9: @user_script: 9: -READONLY You', READONLY",
    "'ERR Error running script (call to f_0): @user_script:9: @user_script: 9: -OOM command not', OOM",
    "ERR The user executing the script can't run this command or subcommand script: 0a, NOPERM",
    "ERR invalid password, WRONGPASS",
    "'ERR Error running script (call to f_0): @user_script:9: @user_script: 9: Wrong number', ERR",
    "ERR unknown command, ERR"
  })
  void the_code_of_a_reply_is_found_inside_a_script_too(String message, String code) {
    assertThat(RedisErrors.codeOf(message)).isEqualTo(code);
  }

  @Test
  void a_native_transport_words_a_refusal_as_the_other_does() {
    Throwable error =
        new RedisConnectionException(
            "Unable to connect",
            new java.net.ConnectException(
                "finishConnect(..) failed with error(-111): Connection refused"));
    assertThat(errors.translate("connect", error))
        .hasMessageContaining("is not ready (Connection refused)");
  }

  @Test
  void what_passes_by_itself_is_told_from_what_does_not_on_every_version() {
    for (String passing :
        new String[] {"READONLY x", "LOADING x", "NOREPLICAS x", "MISCONF x", "MASTERDOWN x"}) {
      assertThat(RedisErrors.isPassing(reply(passing))).as(passing).isTrue();
      assertThat(RedisErrors.isPassing(reply(IN_SCRIPT_6_2 + passing))).as(passing).isTrue();
    }
    for (String lasting :
        new String[] {"OOM x", "NOPERM x", "WRONGPASS x", "ERR x", "WRONGTYPE x"}) {
      assertThat(RedisErrors.isPassing(reply(lasting))).as(lasting).isFalse();
      assertThat(RedisErrors.isPassing(reply(IN_SCRIPT_6_2 + lasting))).as(lasting).isFalse();
    }
  }

  @Test
  void exceptions_say_what_to_do() {
    assertThat(errors.translate("enqueue", reply(IN_SCRIPT_6_2 + "OOM command not allowed")))
        .isInstanceOf(ResourceExhaustedException.class)
        .hasMessageContaining("maxmemory");
    assertThat(errors.translate("enqueue", reply("READONLY You can't write")))
        .isInstanceOf(BackendConnectionException.class)
        .hasMessageContaining("redis://host:1");
    assertThat(errors.translate("enqueue", reply("NOPERM this user has no permissions")))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("rights");
  }

  private static Throwable reply(String message) {
    return new CompletionException(new RedisCommandExecutionException(message));
  }
}
