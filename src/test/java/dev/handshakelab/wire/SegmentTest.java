package dev.handshakelab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentTest {
  /** SEG.LEN counts SYN and FIN, which take a position each (RFC 9293 section 3.4). */
  @ParameterizedTest(name = "{0}: length {1}, ends at {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          . 100:100(0) ack 1         | 0  | 100
          S 100:100(0)               | 1  | 101
          S. 100:110(10) ack 1       | 11 | 111
          F. 100:100(0) ack 1        | 1  | 101
          SF 100:103(3)              | 5  | 105
          R 100:100(0)               | 0  | 100
          S 4294967295:4294967295(0) | 1  | 0
          P. 4294967290:4(10) ack 1  | 10 | 4
          """)
  void occupiesItsTextAndSynAndFin(String line, int length, long end) {
    Segment segment = Notation.parse(line);
    assertThat(segment.length()).isEqualTo(length);
    assertThat(segment.end()).isEqualTo(SequenceNumber.of(end));
  }

  @Test
  void answersTheFirstOptionOfAKind() {
    Segment segment = Notation.parse("S 0:0(0) <nop,mss 1460,mss 536>");
    assertThat(segment.option(TcpOption.MaximumSegmentSize.class))
        .contains(new TcpOption.MaximumSegmentSize(1460));
    assertThat(segment.option(TcpOption.WindowScale.class)).isEmpty();
  }

  @Test
  void refusesWhatItsFieldsCannotHold() {
    assertThatThrownBy(() -> Notation.parse("S 0:0(0)").withPorts(65536, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the source port is 0…65535, not 65536");
    assertThatThrownBy(() -> segment(65536, 0)).hasMessage("the window is 0…65535, not 65536");
    assertThatThrownBy(() -> segment(0, -1)).hasMessage("the urgent pointer is 0…65535, not -1");
  }

  @Test
  void standsInAPacketBesideItsSockets() {
    Segment segment = Notation.parse("S 100:100(0) win 1000").withPorts(49152, 80);
    IpAddress v4 = IpAddress.parse("10.0.0.1");
    IpAddress v6 = IpAddress.parse("2001:db8::1");
    assertThat(new Packet(new IpHeader.Ipv4(v4, v4, 0, 0, true, 64, Octets.EMPTY), segment))
        .hasToString("10.0.0.1:49152 > 10.0.0.1:80 S 100:100(0) win 1000");
    assertThat(new Packet(new IpHeader.Ipv6(v6, v6, 0, 0, 64), segment))
        .hasToString("[2001:db8::1]:49152 > [2001:db8::1]:80 S 100:100(0) win 1000");
  }

  @Test
  void needsAHeaderOfOneVersion() {
    IpAddress v4 = IpAddress.parse("10.0.0.1");
    IpAddress v6 = IpAddress.parse("2001:db8::1");
    assertThatThrownBy(() -> new IpHeader.Ipv4(v4, v6, 0, 0, true, 64, Octets.EMPTY))
        .hasMessage("an IPv4 header has IPv4 addresses, not 10.0.0.1 and 2001:db8::1");
    assertThatThrownBy(() -> new IpHeader.Ipv6(v6, v4, 0, 0, 64))
        .hasMessage("an IPv6 header has IPv6 addresses, not 2001:db8::1 and 10.0.0.1");
    assertThatThrownBy(() -> new IpHeader.Ipv4(v4, v4, 0, 0, true, 64, Octets.ofHex("010101")))
        .hasMessage("IPv4 options are a multiple of four octets up to 40, not 3");
    assertThatThrownBy(() -> new IpHeader.Ipv4(v4, v4, 256, 0, true, 64, Octets.EMPTY))
        .hasMessage("the traffic class is 0…255, not 256");
    assertThatThrownBy(() -> new IpHeader.Ipv4(v4, v4, 0, 65536, true, 64, Octets.EMPTY))
        .hasMessage("the identification is 0…65535, not 65536");
    assertThatThrownBy(() -> new IpHeader.Ipv4(v4, v4, 0, 0, true, 256, Octets.EMPTY))
        .hasMessage("the time to live is 0…255, not 256");
    assertThatThrownBy(() -> new IpHeader.Ipv6(v6, v6, 0, 1 << 20, 64))
        .hasMessage("the flow label is 0…1048575, not 1048576");
    assertThatThrownBy(() -> new SocketAddress(v4, -1)).hasMessage("a port is 0…65535, not -1");
  }

  private static Segment segment(int window, int urgentPointer) {
    return new Segment(
        0,
        0,
        SequenceNumber.ZERO,
        SequenceNumber.ZERO,
        Flags.SYN,
        window,
        urgentPointer,
        List.of(),
        Octets.EMPTY);
  }
}
