package dev.handshakelab.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.handshakelab.wire.Octets;
import org.junit.jupiter.api.Test;

/** Against the structure as Linux 6.18 lays it out. */
class TcpInfoTest {
  /** A client with one segment in flight and seven octets that wait. */
  private static final Octets SENDING =
      Octets.ofHex(
          "010000000007aa01e01c030000000000008000001802000001000000000000000000000000000000"
              + "0000000000000000000000003000000000000000ffff0000d7ff00001800000009000000ffffff7f"
              + "0b000000cbff00000300000000000000d7ff000000000000ac51dbb608000000ffffffffffffffff"
              + "13000000000000000000000000000000030000000200000007000000180000000000000001000000");

  /** A listener with one connection that waits to be accepted. */
  private static final Octets LISTENING =
      Octets.ofHex("0a" + "00".repeat(23) + "0100000003000000" + "00".repeat(72));

  @Test
  void ofAConnection() {
    var info = new TcpInfo(SENDING);
    assertThat(info.state()).isEqualTo(KernelState.ESTABLISHED);
    assertThat(info.unacknowledged()).isEqualTo(1);
    assertThat(info.notSentBytes()).isEqualTo(7);
  }

  @Test
  void ofAListener() {
    var info = new TcpInfo(LISTENING);
    assertThat(info.state()).isEqualTo(KernelState.LISTEN);
    assertThat(info.unacknowledged()).isEqualTo(1);
  }

  @Test
  void membersThatTheKernelDoesNotGiveAreNull() {
    assertThat(new TcpInfo(SENDING.slice(0, 104)).notSentBytes()).isNull();
  }

  @Test
  void lessThanAnyKernelGivesIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TcpInfo(SENDING.slice(0, 103)));
  }

  /** Each at the place where include/uapi/linux/tcp.h has it. */
  @Test
  void membersHaveTheHeadersNames() {
    assertThat(new TcpInfo(SENDING).named())
        .containsEntry("state", 1L)
        .containsEntry("options", 7L)
        .containsEntry("wscale", 0xaaL)
        .containsEntry("rto", 204_000L)
        .containsEntry("snd_mss", 0x8000L)
        .containsEntry("rcv_mss", 0x218L)
        .containsEntry("unacked", 1L)
        .containsEntry("pmtu", 0xffffL)
        .containsEntry("rtt", 0x18L)
        .containsEntry("rttvar", 9L)
        .containsEntry("snd_ssthresh", 0x7fff_ffffL)
        .containsEntry("max_pacing_rate", -1L)
        .containsEntry("segs_out", 3L)
        .containsEntry("segs_in", 2L)
        .containsEntry("notsent_bytes", 7L)
        .containsEntry("min_rtt", 0x18L)
        .containsEntry("data_segs_out", 1L)
        .doesNotContainKey("delivery_rate");
  }

  @Test
  void anOlderKernelsMembersAreNamedAndNoOthers() {
    assertThat(new TcpInfo(SENDING.slice(0, 104)).named())
        .containsKeys("state", "total_retrans")
        .doesNotContainKeys("pacing_rate", "segs_out");
  }
}
