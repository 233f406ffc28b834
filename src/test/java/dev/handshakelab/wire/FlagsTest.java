package dev.handshakelab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlagsTest {
  @ParameterizedTest
  @CsvSource({
    "000, -",
    "001, F",
    "002, S",
    "004, R",
    "008, P",
    "010, .",
    "020, U",
    "040, E",
    "080, W",
    "012, S.",
    "011, F.",
    "019, FP.",
    "0c2, SEW",
    "052, S.E",
    "0ff, FSRP.UEW",
    "100, A",
    "1c2, SEWA",
    "200, x",
    "400, y",
    "800, z",
    "fff, FSRP.UEWAxyz"
  })
  void haveALetterForEachBit(String hex, String letters) {
    assertThat(new Flags(Integer.parseInt(hex, 16))).hasToString(letters);
  }

  @Test
  void everyCombinationIsReadBack() {
    for (int bits = 0; bits < 0x1000; bits++) {
      Flags flags = new Flags(bits);
      String ack = flags.has(Flag.ACK) ? " ack 1" : "";
      String urgent = flags.has(Flag.URG) ? " urg 1" : "";
      assertThat(Notation.parse(flags.letters() + " 0:0(0)" + ack + urgent).flags())
          .isEqualTo(flags);
    }
  }

  @Test
  void areListedInTheOrderOfTheirBits() {
    assertThat(new Flags(0xff).set()).containsExactly(Flag.values());
    assertThat(new Flags(0xf52).set()).containsExactly(Flag.SYN, Flag.ACK, Flag.ECE);
    assertThat(new Flags(0xf52).reserved()).isEqualTo(15);
  }

  @Test
  void areAddedAndTakenAway() {
    assertThat(Flags.SYN.plus(Flag.ACK))
        .isEqualTo(Flags.SYN_ACK)
        .isEqualTo(Flags.of(Flag.ACK, Flag.SYN));
    assertThat(Flags.SYN_ACK.minus(Flag.SYN).minus(Flag.FIN)).isEqualTo(Flags.ACK);
  }

  @ParameterizedTest
  @CsvSource({"-1", "4096"})
  void areTwelveBits(int bits) {
    assertThatThrownBy(() -> new Flags(bits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12 bits");
  }
}
