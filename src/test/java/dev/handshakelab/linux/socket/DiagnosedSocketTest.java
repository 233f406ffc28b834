package dev.handshakelab.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.linux.socket.DiagnosedSocket.ArmedTimer;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import org.junit.jupiter.api.Test;

class DiagnosedSocketTest {
  private static SocketAddress socket(String address, int port) {
    return new SocketAddress(IpAddress.parse(address), port);
  }

  @Test
  void isAskedForByItsTwoSockets() {
    assertThat(
            DiagnosedSocket.question(socket("127.0.0.1", 42983), socket("127.0.0.2", 48351))
                .toHex())
        .isEqualTo(
            "48000000"
                + "1400"
                + "0100"
                + "0000000000000000" // nlmsghdr
                + "02060000"
                + "ffffffff" // AF_INET, TCP, any state
                + "a7e7"
                + "bcdf"
                + "7f000001"
                + "00".repeat(12)
                + "7f000002"
                + "00".repeat(12)
                + "00000000"
                + "ff".repeat(8)); // any interface, any cookie
  }

  @Test
  void mayBeOneOfIpv6() {
    assertThat(DiagnosedSocket.question(socket("::1", 1), socket("::2", 2)).toHex())
        .contains("0a060000")
        .contains("00".repeat(15) + "01" + "00".repeat(15) + "02");
  }

  /** With NLM_F_DUMP, and the bits of SYN_RECV and NEW_SYN_RECV. */
  @Test
  void whoIsHalfOpenAtAListenerIsAskedForWithoutAPeer() {
    assertThat(DiagnosedSocket.questionOfHalfOpen(socket("127.0.0.1", 42983)).toHex())
        .startsWith(
            "48000000"
                + "1400"
                + "0103"
                + "0000000000000000"
                + "02060000"
                + "08100000"
                + "a7e7"
                + "0000"
                + "7f000001");
  }

  /** Several messages in one answer, each with its length; DONE ends the last. */
  @Test
  void ofManyTheLastAnswerIsDone() {
    String one = "14000000" + "1400" + "0200" + "00".repeat(8) + "02030100";
    String done = "14000000" + "0300" + "0200" + "00".repeat(8) + "00000000";
    assertThat(DiagnosedSocket.isLast(Octets.ofHex(one + one))).isFalse();
    assertThat(DiagnosedSocket.isLast(Octets.ofHex(one + one + done))).isTrue();
    assertThat(DiagnosedSocket.isLast(Octets.ofHex(done))).isTrue();
    assertThat(DiagnosedSocket.isOfSocket(Octets.ofHex(one + done))).isTrue();
    assertThat(DiagnosedSocket.isOfSocket(Octets.ofHex(done))).isFalse();
  }

  /** In TIME_WAIT, as the kernel answered. */
  @Test
  void isReadFromTheAnswer() {
    Octets answer =
        Octets.ofHex("58000000" + "1400" + "0000" + "00".repeat(8) + "02060300" + "00".repeat(68));
    assertThat(DiagnosedSocket.error(answer)).isZero();
    assertThat(DiagnosedSocket.read(answer))
        .isEqualTo(new DiagnosedSocket(KernelState.TIME_WAIT, ArmedTimer.TIME_WAIT, 0));
  }

  @Test
  void thatIsNotThereIsAnError() {
    Octets answer =
        Octets.ofHex("5c000000" + "0200" + "0000" + "00".repeat(8) + "feffffff" + "00".repeat(72));
    assertThat(DiagnosedSocket.error(answer)).isEqualTo(2);
  }
}
