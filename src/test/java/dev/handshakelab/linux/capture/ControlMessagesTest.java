package dev.handshakelab.linux.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.Octets;
import org.junit.jupiter.api.Test;

class ControlMessagesTest {
  /** Length 32, level SOL_SOCKET, type SO_TIMESTAMPNS: 2 s and 7 ns. */
  private static final String STAMP =
      "2000000000000000" + "01000000" + "23000000" + "0200000000000000" + "0700000000000000";

  /** Length 36, level SOL_PACKET, type PACKET_AUXDATA, filled up to eight octets. */
  private static String auxiliary(String status) {
    return "2400000000000000" + "07010000" + "08000000" + status + "00".repeat(16) + "00".repeat(4);
  }

  private static ControlMessages parse(String hex) {
    return ControlMessages.parse(Octets.ofHex(hex));
  }

  @Test
  void bringTimeAndStatus() {
    assertThat(parse(STAMP + auxiliary("09000000")))
        .isEqualTo(new ControlMessages(2_000_000_007L, 9));
  }

  @Test
  void mayComeInAnyOrder() {
    assertThat(parse(auxiliary("01000000") + STAMP))
        .isEqualTo(new ControlMessages(2_000_000_007L, 1));
  }

  @Test
  void sayWhenTheChecksumWasLeftToHardware() {
    assertThat(parse(auxiliary("09000000")).checksumOffloaded()).isTrue();
    assertThat(parse(auxiliary("01000000")).checksumOffloaded()).isFalse();
  }

  @Test
  void ofOtherKindsAreSkipped() {
    String other = "1400000000000000" + "01000000" + "02000000" + "01020304" + "00000000";
    assertThat(parse(other + STAMP).timestampNs()).isEqualTo(2_000_000_007L);
  }

  @Test
  void mayBeMissing() {
    assertThat(parse("")).isEqualTo(new ControlMessages(null, 0));
  }

  /** Nothing beyond the octets is read, whatever the lengths say. */
  @Test
  void thatAreCutOffEndTheRow() {
    assertThat(parse(STAMP.substring(0, 48)).timestampNs()).isNull();
    assertThat(parse("ffffffffffffff7f" + STAMP.substring(16)).timestampNs()).isNull();
    assertThat(parse("0000000000000000" + STAMP.substring(16)).timestampNs()).isNull();
  }
}
