package dev.handshakelab.linux.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.ForgedResets;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.SocketAddress;
import org.junit.jupiter.api.Test;

/** The octets of an ICMP error; that a kernel believes them is for the catalogue to show. */
class UnreachableTest {
  private static final Packet SYN =
      ForgedResets.packet(
          new SocketAddress(IpAddress.parse("192.0.2.1"), 40_000),
          new SocketAddress(IpAddress.parse("192.0.2.2"), 8080),
          Notation.parse("S 90:90(0) win 1000 <mss 1460>"));

  @Test
  void itGoesBackToTheSenderAndQuotesWhatItIsAbout() {
    Octets packet = Packets.encode(SYN);
    Octets error = Unreachable.about(packet, SYN.ip(), 3, 1);
    assertThat(error.slice(12, 20)).isEqualTo(Octets.ofHex("c0000202c0000201"));
    assertThat(error.u8(9)).isEqualTo(1);
    assertThat(error.slice(20, 22)).isEqualTo(Octets.of((byte) 3, (byte) 1));
    assertThat(error.from(28)).isEqualTo(packet);
    assertThat(error.u16(2)).isEqualTo(error.length());
  }

  @Test
  void bothItsChecksumsAreRight() {
    Octets error = Unreachable.about(Packets.encode(SYN), SYN.ip(), 3, 3);
    assertThat(sum(error.slice(0, 20))).isEqualTo(0xffff);
    assertThat(sum(error.from(20))).isEqualTo(0xffff);
  }

  /** RFC 1071: over what carries its own checksum it is all ones. */
  private static int sum(Octets octets) {
    int sum = 0;
    for (int at = 0; at < octets.length(); at += 2) {
      sum += octets.u16(at);
    }
    return (sum & 0xffff) + (sum >> 16);
  }
}
