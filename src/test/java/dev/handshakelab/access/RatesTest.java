package dev.handshakelab.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RatesTest {
  private Instant now = Instant.parse("2026-11-22T09:00:00Z");
  private final Rates rates = new Rates(60, 6, () -> now);

  private final Caller instructor = new Caller(Role.INSTRUCTOR, null, null, "x", new UUID(1, 1));
  private final Caller student = student(2, "s_1");

  private static Caller student(int token, String subject) {
    return new Caller(Role.STUDENT, null, subject, "x", new UUID(1, token));
  }

  /** How many calls in a row are fine. */
  private int fine(Caller caller) {
    int count = 0;
    while (rates.take(caller).isZero()) {
      count++;
    }
    return count;
  }

  @Test
  void aTokenHasAMinutesCallsAtOnceAndThenOneASecond() {
    assertThat(fine(instructor)).isEqualTo(60);
    assertThat(rates.take(instructor)).isEqualTo(Duration.ofSeconds(1));

    now = now.plusMillis(999);
    assertThat(rates.take(instructor)).isEqualTo(Duration.ofMillis(1));
    now = now.plusMillis(1);
    assertThat(fine(instructor)).isEqualTo(1);
    now = now.plusSeconds(10);
    assertThat(fine(instructor)).isEqualTo(10);
    now = now.plusSeconds(3600);
    assertThat(fine(instructor)).isEqualTo(60);
  }

  @Test
  void theTokensOfOneSubjectShareTheirs() {
    assertThat(fine(student)).isEqualTo(6);
    assertThat(fine(student(3, "s_1"))).isZero();
    assertThat(fine(student(4, "s_2"))).isEqualTo(6);
    assertThat(fine(instructor)).isEqualTo(60);
  }

  @Test
  void whoCallsAnOpenLabIsNotCounted() {
    for (int i = 0; i < 1000; i++) {
      assertThat(rates.take(Caller.OPEN)).isZero();
    }
  }

  /** More callers than are remembered: nobody is refused for another. */
  @Test
  void forgetsWhoDidNotCallForLongest() {
    fine(student);
    for (int i = 0; i < 9_999; i++) {
      rates.take(student(10 + i, "other" + i));
    }
    assertThat(fine(student(3, "s_1"))).as("still remembered").isZero();
    for (int i = 0; i < 10_000; i++) {
      rates.take(student(20_000 + i, "another" + i));
    }
    assertThat(fine(student(3, "s_1"))).as("forgotten, as good as full").isEqualTo(6);
  }
}
