package dev.handshakelab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {
  /** A third of 15 is 5, not 4.95; only what has no end is rounded, to four decimals. */
  @ParameterizedTest
  @CsvSource({
    "1, 3, 15, 5",
    "1, 3, 1, 0.3333",
    "2, 3, 1, 0.6667",
    "3, 3, 1, 1",
    "1, 12, 12, 1",
    "0, 3, 7, 0",
    "1, 8, 1, 0.125",
    "1, 7, 0.07, 0.01",
    "5, 6, 6, 5"
  })
  void theDivisionComesLast(int right, int all, BigDecimal max, BigDecimal points) {
    assertThat(Share.items(right, all).points(max)).isEqualByComparingTo(points);
  }

  @Test
  void anItemThatWasLeftOutDoesNotMakeThoseBehindItWrong() {
    assertThat(Share.ofItems(List.of("a", "b", "c", "d"), List.of("a", "c", "d")))
        .isEqualTo(Share.items(3, 4));
  }

  @Test
  void whatIsTooMuchCosts() {
    assertThat(Share.ofItems(List.of("a"), List.of("a", "a", "a", "a")))
        .isEqualTo(Share.items(1, 4));
  }
}
