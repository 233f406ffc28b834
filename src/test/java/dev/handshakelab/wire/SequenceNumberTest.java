package dev.handshakelab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arithmetic modulo 2^32 (RFC 9293 section 3.4), at its edges. */
class SequenceNumberTest {
  @ParameterizedTest(name = "{0} - {1} = {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0          | 0          | 0
          1          | 0          | 1
          0          | 1          | -1
          0          | 4294967295 | 1
          4294967295 | 0          | -1
          5          | 4294967290 | 11
          2147483647 | 0          | 2147483647
          2147483648 | 1          | 2147483647
          2147483649 | 0          | -2147483647
          100        | 2147483748 | -2147483648
          2147483748 | 100        | -2147483648
          """)
  void theDistanceIsSignedAndGoesTheShorterWayRound(long a, long b, int distance) {
    SequenceNumber left = SequenceNumber.of(a);
    SequenceNumber right = SequenceNumber.of(b);
    assertThat(left.minus(right)).isEqualTo(distance);
    assertThat(right.plus(distance)).isEqualTo(left);
    assertThat(left.isBefore(right)).isEqualTo(distance < 0);
    assertThat(left.isAfter(right)).isEqualTo(distance > 0);
    assertThat(left.isAtOrBefore(right)).isEqualTo(distance <= 0);
    assertThat(left.isAtOrAfter(right)).isEqualTo(distance >= 0);
  }

  @Test
  void aPositionHalfTheSpaceAwayIsBeforeFromEitherSide() {
    SequenceNumber one = SequenceNumber.of(100);
    SequenceNumber opposite = one.plus(1L << 31);
    assertThat(one.isBefore(opposite)).isTrue();
    assertThat(opposite.isBefore(one)).isTrue();
  }

  @ParameterizedTest(name = "{0} + {1} = {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0          | 0           | 0
          4294967295 | 1           | 0
          4294967290 | 7           | 1
          0          | -1          | 4294967295
          100        | 4294967296  | 100
          100        | -4294967297 | 99
          2147483647 | 1           | 2147483648
          """)
  void countingOnWrapsAround(long from, long count, long to) {
    assertThat(SequenceNumber.of(from).plus(count)).isEqualTo(SequenceNumber.of(to));
  }

  @ParameterizedTest(name = "{0} within {2} from {1}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          100        | 100        | 1          | true
          100        | 100        | 0          | false
          99         | 100        | 10         | false
          109        | 100        | 10         | true
          110        | 100        | 10         | false
          4294967295 | 4294967290 | 10         | true
          0          | 4294967290 | 10         | true
          3          | 4294967290 | 10         | true
          4          | 4294967290 | 10         | false
          4294967289 | 4294967290 | 10         | false
          2147483746 | 100        | 2147483647 | true
          2147483747 | 100        | 2147483647 | false
          """)
  void aWindowBeginsAtItsFirstAndEndsBeforeItsLength(
      long at, long first, int length, boolean within) {
    assertThat(SequenceNumber.of(at).isWithin(SequenceNumber.of(first), length)).isEqualTo(within);
  }

  @Test
  void isUnsignedWhereItIsSeen() {
    assertThat(new SequenceNumber(-1).value()).isEqualTo(4294967295L);
    assertThat(new SequenceNumber(-1)).hasToString("4294967295");
  }

  @ParameterizedTest
  @CsvSource({"-1", "4294967296"})
  void hasThirtyTwoBits(long value) {
    assertThatThrownBy(() -> SequenceNumber.of(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a sequence number is 0…4294967295, not " + value);
  }
}
