package io.sitq.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.AttemptError;
import io.sitq.TaskFailure;
import io.sitq.TaskStatus;
import io.sitq.spi.AttemptFacts;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Delivery;
import io.sitq.spi.EncodedValue;
import io.sitq.spi.Limits;
import io.sitq.spi.Settlement;
import io.sitq.spi.StoredTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SealingTest {
  private static final byte[] ENVELOPE = {1, 2, 3};
  private static final AttemptFacts FACTS = new AttemptFacts("divide", 1, 0, "w", 1, 2, 3);
  private static final TaskFailure FAILURE =
      new TaskFailure("card 4711 refused", "PayException", List.of("X"), "trace of card 4711");

  @Test
  void without_keys_everything_passes_as_it_is_but_what_is_sealed() {
    Sealing none = Sealing.none();
    Delivery plain = delivery("default:1", "divide", ENVELOPE);

    assertThat(none.sealEnvelope("default:1", "divide", ENVELOPE)).isSameAs(ENVELOPE);
    assertThat(none.openEnvelope(plain).array()).isSameAs(ENVELOPE);
    Settlement settlement = success(plain);
    assertThat(none.sealSettlement(settlement)).isSameAs(settlement);
    StoredTask stored = stored(new EncodedValue("kryo", ENVELOPE), null, List.of());
    assertThat(none.openErrors(stored)).isSameAs(stored);

    byte[] sealed = Keys.signing("k").sealEnvelope("default:1", "divide", ENVELOPE);
    assertThatThrownBy(() -> none.openEnvelope(delivery("default:1", "divide", sealed)))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("divide")
        .hasMessageContaining("default:1")
        .hasMessageContaining("no keys here");
  }

  @Test
  void a_sealed_envelope_opens_for_its_id_and_task_and_nowhere_else() {
    for (Sealing sealing : List.of(Keys.signing("k"), Keys.encrypting("k"))) {
      byte[] sealed = sealing.sealEnvelope("default:1", "divide", ENVELOPE);

      ByteSlice opened = sealing.openEnvelope(delivery("default:1", "divide", sealed));
      assertThat(opened.toByteArray()).isEqualTo(ENVELOPE);
      for (Delivery elsewhere :
          List.of(
              delivery("default:2", "divide", sealed),
              delivery("mail:1", "divide", sealed),
              delivery("default:1", "multiply", sealed))) {
        assertThatThrownBy(() -> sealing.openEnvelope(elsewhere))
            .isInstanceOf(SealException.class)
            .hasMessageContaining(elsewhere.id())
            .hasMessageContaining("\"k\"")
            .hasMessageContaining("does not fit");
      }
    }
  }

  @Test
  void keys_are_changed_in_three_steps() {
    String oldKey = Keys.line("old", "hmac-sha256");
    String newKey = Keys.line("new", "aes-256-gcm");
    Sealing one = Sealing.with(Keyring.ofText(oldKey));
    Sealing two = Sealing.with(Keyring.ofText(oldKey + "\n" + newKey));
    Sealing three = Sealing.with(Keyring.ofText(newKey + "\n" + oldKey));
    Sealing four = Sealing.with(Keyring.ofText(newKey));

    for (Sealing[] neighbours : new Sealing[][] {{one, two}, {two, three}}) {
      opens(neighbours[0], neighbours[1]);
      opens(neighbours[1], neighbours[0]);
    }
    opens(three, four);
    assertThatThrownBy(() -> opens(one, four))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("\"old\"")
        .hasMessageContaining("new (aes-256-gcm)");
  }

  private static void opens(Sealing writer, Sealing reader) {
    byte[] sealed = writer.sealEnvelope("default:1", "divide", ENVELOPE);
    reader.openEnvelope(delivery("default:1", "divide", sealed));
  }

  @Test
  void what_is_not_sealed_is_taken_only_while_one_says_so() {
    Sealing strict = Keys.signing("k");
    Delivery plain = delivery("default:1", "divide", ENVELOPE);
    StoredTask result = stored(new EncodedValue("kryo", ENVELOPE), null, List.of());

    assertThatThrownBy(() -> strict.openEnvelope(plain))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("not sealed");
    assertThatThrownBy(() -> strict.openValue(result, result.value()))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("not sealed");
    Sealing both = strict.acceptUnsealed();
    assertThat(both.openEnvelope(plain).array()).isSameAs(ENVELOPE);
    assertThat(both.openValue(result, result.value())).isSameAs(result.value());
    Settlement settlement = success(plain);
    assertThat(both.sealSettlement(settlement))
        .as("for a reader without keys")
        .isSameAs(settlement);
  }

  @Test
  void a_value_is_sealed_as_a_result_and_a_payload_is_none() {
    for (Sealing sealing : List.of(Keys.signing("k"), Keys.encrypting("k"))) {
      byte[] envelope = sealing.sealEnvelope("default:1", "divide", ENVELOPE);
      Delivery delivery = delivery("default:1", "divide", envelope);
      EncodedValue value = ((Settlement.Success) sealing.sealSettlement(success(delivery))).value();

      assertThat(value.codec()).isEqualTo("sealed");
      EncodedValue opened = sealing.openValue(stored(value, null, List.of()), value);
      assertThat(opened.codec()).isEqualTo("json");
      assertThat(opened.bytes()).isEqualTo("42".getBytes(UTF_8));
      EncodedValue payload = new EncodedValue("sealed", envelope);
      assertThatThrownBy(() -> sealing.openValue(stored(payload, null, List.of()), payload))
          .isInstanceOf(SealException.class)
          .hasMessageContaining("does not fit");
      assertThatThrownBy(() -> sealing.openEnvelope(delivery("default:1", "divide", value.bytes())))
          .isInstanceOf(SealException.class);
    }
  }

  @Test
  void a_success_without_a_value_is_sealed_as_that_and_believed_for_its_seal() {
    for (Sealing sealing : List.of(Keys.signing("k"), Keys.encrypting("k"))) {
      byte[] envelope = sealing.sealEnvelope("default:1", "divide", ENVELOPE);
      Delivery delivery = delivery("default:1", "divide", envelope);
      Settlement.Success nothing =
          new Settlement.Success(delivery, FACTS, null, Duration.ofMinutes(1));
      EncodedValue value = ((Settlement.Success) sealing.sealSettlement(nothing)).value();

      assertThat(value.codec()).isEqualTo("sealed");
      assertThat(value.bytes()).as("stays in Redis's compact form").hasSizeLessThanOrEqualTo(64);
      assertThat(sealing.openValue(stored(value, null, List.of()), value)).isNull();
      assertThat(sealing.acceptUnsealed().openValue(stored(value, null, List.of()), value))
          .isNull();
      StoredTask forged = stored(null, null, List.of());
      assertThatThrownBy(() -> sealing.openValue(forged, null))
          .isInstanceOf(SealException.class)
          .hasMessageContaining("default:1")
          .hasMessageContaining("not sealed");
      assertThat(sealing.acceptUnsealed().openValue(forged, null)).isNull();
      assertThat(Sealing.none().openValue(forged, null)).isNull();
    }
  }

  @Test
  void a_key_that_encrypts_hides_errors_and_leaves_their_types() {
    Sealing sealing = Keys.encrypting("k");
    Delivery delivery =
        delivery("default:1", "divide", sealing.sealEnvelope("default:1", "divide", ENVELOPE));
    AttemptError error = new AttemptError(1, "PayException", "card 4711 refused", Instant.EPOCH);
    Settlement.Retry retry =
        (Settlement.Retry)
            sealing.sealSettlement(
                new Settlement.Retry(delivery, FACTS, FAILURE, List.of(error), Duration.ZERO));

    assertThat(retry.failure().errorType()).isEqualTo("PayException");
    assertThat(retry.failure().error()).isEqualTo("encrypted with key k");
    assertThat(retry.toString()).doesNotContain("4711");
    StoredTask stored = stored(null, retry.failure(), retry.errors());
    StoredTask opened = sealing.openErrors(stored);
    assertThat(opened.failure()).isEqualTo(FAILURE);
    assertThat(opened.errors()).containsExactly(error);
    StoredTask unreadable = Sealing.none().openErrors(stored);
    assertThat(unreadable.failure().error()).isEqualTo("encrypted with key k");
    assertThat(unreadable.failure().traceback()).contains("no keys here");
    assertThat(unreadable.errors().get(0).error()).isEqualTo("encrypted");
  }

  @Test
  void a_key_that_signs_leaves_errors_as_they_are() {
    Sealing sealing = Keys.signing("k");
    byte[] envelope = sealing.sealEnvelope("default:1", "divide", ENVELOPE);
    Settlement failure =
        new Settlement.Failure(
            delivery("default:1", "divide", envelope), FACTS, FAILURE, List.of(), Duration.ZERO);

    assertThat(sealing.sealSettlement(failure)).isSameAs(failure);
  }

  @Test
  void the_longest_errors_stay_within_the_limits_of_what_is_stored() {
    Sealing sealing = Keys.encrypting("k".repeat(32));
    Delivery delivery =
        delivery("default:1", "divide", sealing.sealEnvelope("default:1", "divide", ENVELOPE));
    TaskFailure longest =
        new TaskFailure("ä".repeat(2048), "E", List.of(), "ä".repeat(Limits.TRACEBACK_BYTES / 2));
    AttemptError error = new AttemptError(1, "E", "ä".repeat(2048), Instant.EPOCH);
    Settlement.Retry retry =
        (Settlement.Retry)
            sealing.sealSettlement(
                new Settlement.Retry(delivery, FACTS, longest, List.of(error), Duration.ZERO));

    assertThat(retry.failure().traceback().length()).isLessThanOrEqualTo(Limits.TRACEBACK_BYTES);
    assertThat(retry.errors().get(0).error().length()).isLessThanOrEqualTo(512);
    StoredTask opened = sealing.openErrors(stored(null, retry.failure(), retry.errors()));
    assertThat(opened.failure().error()).isEqualTo(longest.error());
    assertThat(opened.failure().traceback()).startsWith("ää").contains("[cut: ");
    assertThat(opened.errors().get(0).error()).startsWith("ää").contains("[cut: ");
  }

  @Test
  void damaged_error_text_is_told_as_such() {
    Sealing sealing = Keys.encrypting("k");
    for (String damaged : List.of("sealed:", "sealed:!", "sealed:cwIBaw", "sealed:AAAA")) {
      TaskFailure failure = new TaskFailure("e", "E", List.of(), damaged);
      AttemptError error = new AttemptError(1, "E", damaged, Instant.EPOCH);
      StoredTask opened = sealing.openErrors(stored(null, failure, List.of(error)));
      assertThat(opened.failure().traceback()).contains("error of task \"divide\"");
      assertThat(opened.errors().get(0).error()).isEqualTo("encrypted");
    }
  }

  private static Delivery delivery(String id, String task, byte[] envelope) {
    return new Delivery("default", "1-1", id, task, 1, 0, 0, List.of(), envelope);
  }

  private static Settlement.Success success(Delivery delivery) {
    return new Settlement.Success(
        delivery, FACTS, new EncodedValue("json", "42".getBytes(UTF_8)), Duration.ofMinutes(1));
  }

  private static StoredTask stored(
      @Nullable EncodedValue value, @Nullable TaskFailure failure, List<AttemptError> errors) {
    TaskStatus status = failure == null ? TaskStatus.SUCCESS : TaskStatus.FAILED;
    return new StoredTask(
        "default:1", status, "divide", 1, 0, "w", value, failure, errors, null, null, null, null);
  }
}
