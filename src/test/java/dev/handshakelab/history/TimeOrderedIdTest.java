package dev.handshakelab.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeOrderedIdTest {
  private static final Instant AT = Instant.parse("2022-02-22T14:22:22-05:00");

  @Test
  void isLaidOutAsTheRfcDrawsIt() {
    // The instant of RFC 9562's example A.6, 017f22e2-79b0-7cc3-98c4-dc0c0c07398f.
    assertThat(TimeOrderedId.of(AT, () -> 0)).hasToString("017f22e2-79b0-7000-8000-000000000000");
    assertThat(TimeOrderedId.of(AT, () -> -1)).hasToString("017f22e2-79b0-7fff-bfff-ffffffffffff");
  }

  @Test
  void readsTheRfcsExample() {
    assertThat(TimeOrderedId.timeOf(UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")))
        .isEqualTo(AT);
  }

  @Test
  void saysWhenItWasGiven() {
    assertThat(TimeOrderedId.timeOf(TimeOrderedId.of(AT.plusNanos(999_999), () -> 42)))
        .isEqualTo(AT);
  }

  @ParameterizedTest
  @CsvSource({
    // a moment, the first id that is not before it
    "2022-02-22T19:22:22Z,              017f22e2-79b0-7000-8000-000000000000",
    "2022-02-22T19:22:22.000000001Z,    017f22e2-79b1-7000-8000-000000000000",
    "1970-01-01T00:00:00Z,              00000000-0000-7000-8000-000000000000",
    "-1000000000-01-01T00:00:00Z,       00000000-0000-7000-8000-000000000000",
    "+1000000000-12-31T23:59:59Z,       ffffffff-ffff-7000-8000-000000000000",
  })
  void aMomentIsAPlaceAmongIds(Instant moment, UUID bound) {
    assertThat(TimeOrderedId.notBefore(moment)).isEqualTo(bound);
  }

  @Test
  void otherUuidsTellNoTime() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TimeOrderedId.timeOf(UUID.fromString("e6a0ca2f-1f2c-4b6a-9d4b-1d7a2f5f0c11")))
        .withMessageContaining("version 7");
  }
}
