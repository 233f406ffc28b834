package dev.handshakelab.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Packets beside their octets. The octets were put together outside of this project, field by
 * field, with checksums summed word by word; ports are 8080 and 49152 where nothing else is said.
 */
@Tag("MUST-2")
class GoldenPacketsTest {
  record Golden(String name, Packet packet, String octets) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Golden> golden() {
    return List.of(
        new Golden(
            "a SYN+ACK over IPv4 with the options of Linux",
            new Packet(
                v4("10.0.0.2", "10.0.0.1", 0, 0, true, 64, ""),
                segment(
                    "S. 300:300(0) ack 101 win 65160 <mss 1460,sackOK,TS val 7 ecr 3,nop,wscale 7>")),
            """
            45 00 003c 0000 4000 40 06 26ba 0a000002 0a000001
            1f90 c000 0000012c 00000065 a012 fe88 5439 0000
            020405b4 0402 080a0000000700000003 01 030307
            """),
        new Golden(
            "seven octets of text over the end of the sequence space, ECT(0), may be fragmented",
            new Packet(
                v4("192.0.2.1", "198.51.100.7", 2, 0xbeef, false, 1, ""),
                segment("P. 4294967290:1(7) ack 17 win 502")
                    .withPorts(443, 51000)
                    .withPayload(Octets.of("hello!!".getBytes(StandardCharsets.US_ASCII)))),
            """
            45 02 002f beef 0000 01 06 0e9c c0000201 c6336407
            01bb c738 fffffffa 00000011 5018 01f6 93a0 0000
            68656c6c6f2121
            """),
        new Golden(
            "a bare SYN behind an IPv4 header with a router alert",
            new Packet(
                v4("10.0.0.1", "10.0.0.2", 0xb8, 0x1234, true, 255, "94040000"),
                segment("S 0:0(0) win 1024").withPorts(1, 65535)),
            """
            46 b8 002c 1234 4000 ff 06 bfd8 0a000001 0a000002 94040000
            0001 ffff 00000000 00000000 5002 0400 97df 0000
            """),
        new Golden(
            "a SYN+ACK over IPv6 with a flow label",
            new Packet(
                v6("2001:db8::2", "2001:db8::1", 0, 0xabcde, 64),
                segment(
                    "S. 300:300(0) ack 101 win 64260 <mss 1460,sackOK,TS val 7 ecr 3,nop,wscale 7>")),
            """
            600abcde 0028 06 40 20010db8000000000000000000000002 20010db8000000000000000000000001
            1f90 c000 0000012c 00000065 a012 fb04 104b 0000
            020405b4 0402 080a0000000700000003 01 030307
            """),
        new Golden(
            "every control bit, reserved ones too, a cookie request, one octet of text",
            new Packet(
                v6("::1", "::1", 3, 0, 1),
                segment("FSRP.UEWAxyz 1:2(1) ack 2 win 65535 urg 9 <nop,FO,eol>")
                    .withPorts(80, 40000)
                    .withPayload(Octets.ofHex("78"))),
            """
            60300000 0019 06 01 00000000000000000000000000000001 00000000000000000000000000000001
            0050 9c40 00000001 00000002 6fff ffff 7820 0009
            01 2202 00 78
            """));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void isWrittenAsTheseOctets(Golden golden) {
    assertThat(Packets.encode(golden.packet())).isEqualTo(octets(golden));
  }

  @ParameterizedTest
  @MethodSource("golden")
  @Tag("MUST-3")
  void isReadFromTheseOctets(Golden golden) {
    assertThat(Packets.decode(octets(golden)))
        .isEqualTo(new Decoded.Intact(golden.packet(), true, true));
  }

  @ParameterizedTest
  @MethodSource("golden")
  @Tag("MUST-3")
  void isNotRightAnyMoreWhenAnyBitChanged(Golden golden) {
    byte[] bytes = octets(golden).toArray();
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
      switch (Packets.decode(Octets.of(bytes))) {
        case Decoded.Intact(Packet packet, boolean ipRight, boolean tcpRight) -> {
          boolean unprotected =
              packet.ip() instanceof IpHeader.Ipv6 && isOutsideThePseudoHeader(bit);
          assertThat(ipRight && tcpRight).as("bit %d of %s", bit, golden).isEqualTo(unprotected);
        }
        case Decoded.Malformed malformed ->
            assertThat(malformed.why()).contains("would have to be");
      }
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    }
  }

  /** Traffic class, flow label and hop limit of IPv6 are covered by no checksum at all. */
  private static boolean isOutsideThePseudoHeader(int bit) {
    return bit < 32 || bit / 8 == 7;
  }

  private static Octets octets(Golden golden) {
    return Octets.ofHex(golden.octets().replaceAll("\\s", ""));
  }

  private static Segment segment(String notation) {
    return Notation.parse(notation).withPorts(8080, 49152);
  }

  private static IpHeader v4(
      String from, String to, int tos, int id, boolean dontFragment, int ttl, String options) {
    return new IpHeader.Ipv4(
        IpAddress.parse(from),
        IpAddress.parse(to),
        tos,
        id,
        dontFragment,
        ttl,
        Octets.ofHex(options));
  }

  private static IpHeader v6(String from, String to, int trafficClass, int flow, int hopLimit) {
    return new IpHeader.Ipv6(
        IpAddress.parse(from), IpAddress.parse(to), trafficClass, flow, hopLimit);
  }
}
