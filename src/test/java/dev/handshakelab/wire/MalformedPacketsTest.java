package dev.handshakelab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Octets that are no packet, and packets that no octets can hold: what is said about them. */
class MalformedPacketsTest {
  /** 60 octets: 20 of IPv4, 20 of TCP, 20 of options. */
  private static final String V4 =
      "4500003c00004000400626ba0a0000020a0000011f90c0000000012c00000065a012fe8854390000"
          + "020405b40402080a000000070000000301030307";

  /** 80 octets: 40 of IPv6, 20 of TCP, 20 of options. */
  private static final String V6 =
      "600abcde0028064020010db800000000000000000000000220010db80000000000000000000000011f90c000"
          + "0000012c00000065a012fb04104b0000020405b40402080a000000070000000301030307";

  /**
   * A change is {@code at=octets in hex}, where {@code at} is decimal, or {@code first n} octets
   * only, or {@code plus n}.
   */
  @ParameterizedTest(name = "IPv{0}, {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          4 | first 0  | there are no octets, an IP header would have to be at least 20
          4 | 0=55     | IP version is 5, it would have to be 4 or 6
          4 | 0=05     | IP version is 0, it would have to be 4 or 6
          4 | first 19 | IPv4 header is cut off: there are 19 octets, they would have to be at least 20
          4 | 0=44     | IPv4 header length is 4 words, it would have to be at least 5
          4 | 0=4f 3=3b first 59 | IPv4 header length is 15 words, it would have to be at most 14, there being 59 octets
          4 | 2=0013   | IPv4 total length is 19, it would have to be at least the header's 20
          4 | 2=003d   | IPv4 total length is 61, it would have to be at most the 60 octets that are there
          4 | first 59 | IPv4 total length is 60, it would have to be at most the 59 octets that are there
          4 | 2=003b   | octets go on after the packet: there are 60, they would have to be the 59 that the IP header states
          4 | plus 1   | octets go on after the packet: there are 61, they would have to be the 60 that the IP header states
          4 | 6=8000   | IPv4 reserved flag is 1, it would have to be 0
          4 | 6=2000   | IPv4 more-fragments flag is 1, it would have to be 0: fragments are not put together
          4 | 6=0001   | IPv4 fragment offset is 1, it would have to be 0: fragments are not put together
          4 | 6=1fff   | IPv4 fragment offset is 8191, it would have to be 0: fragments are not put together
          4 | 9=11     | IPv4 protocol is 17, it would have to be 6 (TCP)
          4 | 2=0027 first 39 | TCP segment is 19 octets, it would have to be at least 20
          4 | 32=40    | TCP data offset is 4 words, it would have to be at least 5
          4 | 32=00    | TCP data offset is 0 words, it would have to be at least 5
          4 | 32=b0    | TCP data offset is 11 words, it would have to be at most 10, the segment being 40 octets
          6 | first 1  | IPv6 header is cut off: there are 1 octets, they would have to be at least 40
          6 | first 39 | IPv6 header is cut off: there are 39 octets, they would have to be at least 40
          6 | 4=0029   | IPv6 payload length is 41, it would have to be at most the 40 octets that are there
          6 | 4=0027   | octets go on after the packet: there are 80, they would have to be the 79 that the IP header states
          6 | 4=0000 first 40 | TCP segment is 0 octets, it would have to be at least 20
          6 | 6=00     | IPv6 next header is 0, an extension header, it would have to be 6 (TCP)
          6 | 6=2c     | IPv6 next header is 44, an extension header, it would have to be 6 (TCP)
          6 | 6=3a     | IPv6 next header is 58, it would have to be 6 (TCP)
          """)
  void saysWhichFieldIsWrongAndWhatItWouldHaveToBe(int version, String change, String why) {
    Octets octets = changed(version == 4 ? V4 : V6, change);
    assertThat(Packets.decode(octets)).isEqualTo(new Decoded.Malformed(why, octets));
  }

  @ParameterizedTest(name = "IPv4 {0}, TCP {1}")
  @CsvSource({"10=26bb, true", "10=d945, true", "36=5438, false", "36=0000, false"})
  void aWrongChecksumIsToldAndThePacketReadAllTheSame(String change, boolean tcpRight) {
    Octets octets = changed(V4, change);
    Packet packet = ((Decoded.Intact) Packets.decode(changed(V4, "plus 0"))).packet();
    assertThat(Packets.decode(octets)).isEqualTo(new Decoded.Intact(packet, !tcpRight, tcpRight));
  }

  @Test
  void theOtherZeroIsAChecksumThatNoSenderWrites() {
    // The sequence number is chosen so that the checksum over the rest is 0.
    Segment segment = Notation.parse(". 0:0(0) ack 0 win 0");
    IpAddress one = IpAddress.parse("0.0.0.1");
    IpHeader ip = new IpHeader.Ipv4(one, one, 0, 0, false, 0, Octets.EMPTY);
    int sum = Packets.encode(new Packet(ip, segment)).u16(36);
    segment =
        new Segment(
            0,
            0,
            SequenceNumber.of(sum),
            SequenceNumber.ZERO,
            segment.flags(),
            0,
            0,
            List.of(),
            Octets.EMPTY);
    Octets octets = Packets.encode(new Packet(ip, segment));
    assertThat(octets.u16(36)).isZero();
    assertThat(Packets.decode(octets)).matches(it -> ((Decoded.Intact) it).tcpChecksumRight());
    assertThat(Packets.decode(changed(octets.toHex(), "36=ffff")))
        .matches(it -> !((Decoded.Intact) it).tcpChecksumRight());
  }

  @Nested
  class Unwritable {
    private static final IpAddress HERE = IpAddress.parse("127.0.0.1");
    private static final IpHeader V4_HEADER =
        new IpHeader.Ipv4(HERE, HERE, 0, 0, true, 64, Octets.EMPTY);
    private static final IpAddress HERE6 = IpAddress.parse("::1");
    private static final IpHeader V6_HEADER = new IpHeader.Ipv6(HERE6, HERE6, 0, 0, 64);

    @Test
    void moreThanFortyOctetsOfOptions() {
      List<TcpOption> options = Collections.nCopies(41, TcpOption.NOP);
      assertThatThrownBy(() -> encode(V4_HEADER, options, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("options are 41 octets, a TCP header has room for 40");
      assertThat(encode(V4_HEADER, options.subList(0, 40), 0).length()).isEqualTo(80);
    }

    @Test
    void anythingBehindTheEndOfTheList() {
      assertThatThrownBy(() ->
              encode(V4_HEADER, List.of(new TcpOption.EndOfList(Octets.EMPTY), TcpOption.NOP), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("option 1 of 2 ends the list, so nothing can follow it");
    }

    @Test
    void anIllegalOptionThatPaddingWouldChange() {
      TcpOption illegal = new TcpOption.Illegal(99, Octets.ofHex("630400"));
      assertThatThrownBy(() -> encode(V4_HEADER, List.of(illegal), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("but the options are 3 octets");
      assertThat(encode(V4_HEADER, List.of(TcpOption.NOP, illegal), 0).from(40).toHex())
          .isEqualTo("01630400");
    }

    @Test
    void moreTextThanTheLengthFieldCounts() {
      assertThat(encode(V4_HEADER, List.of(), 65495).length()).isEqualTo(65535);
      assertThatThrownBy(() -> encode(V4_HEADER, List.of(), 65496))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("an IPv4 packet is at most 65535 octets, not 65536");
      assertThat(encode(V6_HEADER, List.of(), 65515).length()).isEqualTo(65575);
      assertThatThrownBy(() -> encode(V6_HEADER, List.of(), 65516))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("an IPv6 payload is at most 65535 octets, not 65536");
    }

    private static Octets encode(IpHeader ip, List<TcpOption> options, int text) {
      Segment segment =
          Notation.parse("S 0:0(0)").withOptions(options).withPayload(Octets.zeros(text));
      return Packets.encode(new Packet(ip, segment));
    }
  }

  private static Octets changed(String hex, String changes) {
    Octets octets = Octets.ofHex(hex);
    String[] words = changes.split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      switch (words[i]) {
        case "first" -> octets = octets.slice(0, Integer.parseInt(words[++i]));
        case "plus" -> octets = octets.plus(Octets.zeros(Integer.parseInt(words[++i])));
        default -> {
          String[] change = words[i].split("=", -1);
          int at = Integer.parseInt(change[0]);
          Octets inserted = Octets.ofHex(change[1]);
          octets = octets.slice(0, at).plus(inserted).plus(octets.from(at + inserted.length()));
        }
      }
    }
    return octets;
  }
}
