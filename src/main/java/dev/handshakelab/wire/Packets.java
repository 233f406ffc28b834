package dev.handshakelab.wire;

import org.jspecify.annotations.Nullable;

/**
 * Packets to octets and back. Whatever decodes with right checksums is written back octet for
 * octet; whatever does not decode says why.
 */
public final class Packets {
  private Packets() {}

  /**
   * The packet as it goes over the wire: lengths and checksums are computed, options are padded
   * with zero octets to a multiple of four (MUST-69), which reads back as {@link
   * TcpOption.EndOfList}.
   *
   * @throws IllegalArgumentException when options take more than 40 octets, something follows an
   *     option that ends the list, or the packet is too long for its length field
   */
  public static Octets encode(Packet packet) {
    return Octets.owning(write(packet));
  }

  /**
   * The same, not written before somebody looks at them; then it throws what {@link #encode} would.
   */
  public static Octets encodeOnDemand(Packet packet) {
    return Octets.onDemand(packet);
  }

  static byte[] write(Packet packet) {
    IpHeader ip = packet.ip();
    Segment segment = packet.segment();
    int ipLength = IpCodec.headerLength(ip);
    int tcpLength = TcpCodec.FIXED_LENGTH + OptionCodec.paddedLength(segment.options());
    int total = ipLength + tcpLength + segment.payload().length();
    byte[] out = new byte[total];
    IpCodec.write(ip, total, out);
    TcpCodec.write(segment, tcpLength, out, ipLength);
    long sum =
        Checksum.pseudoHeader(ip.source(), ip.destination(), total - ipLength)
            + Checksum.sum(out, ipLength, total);
    Fields.put16(out, ipLength + TcpCodec.CHECKSUM_AT, Checksum.complement(sum));
    return out;
  }

  /**
   * Reads exactly one packet; octets after it make it {@link Decoded.Malformed}. Never throws,
   * whatever the octets are.
   */
  public static Decoded decode(Octets octets) {
    return decode(octets, false);
  }

  /**
   * Reads the packet at the beginning; octets after the length that the IP header states are link
   * padding (Ethernet fills up to 46 octets) and are ignored. Never throws, whatever the octets
   * are.
   */
  public static Decoded decodePadded(Octets octets) {
    return decode(octets, true);
  }

  private static Decoded decode(Octets octets, boolean padded) {
    byte[] in = octets.shared();
    @Nullable String ipFault = IpCodec.fault(in, padded);
    if (ipFault != null) {
      return new Decoded.Malformed(ipFault, octets);
    }
    int from = IpCodec.headerLength(in);
    int to = IpCodec.totalLength(in);
    @Nullable String tcpFault = TcpCodec.fault(in, from, to);
    if (tcpFault != null) {
      return new Decoded.Malformed(tcpFault, octets);
    }
    IpHeader ip = IpCodec.read(in);
    long sum =
        Checksum.pseudoHeader(ip.source(), ip.destination(), to - from)
            + Checksum.sum(in, from, to);
    boolean tcpRight =
        Fields.u16(in, from + TcpCodec.CHECKSUM_AT) != 0xffff && Checksum.complement(sum) == 0;
    return new Decoded.Intact(
        new Packet(ip, TcpCodec.read(in, from, to)), IpCodec.checksumIsRight(in), tcpRight);
  }
}
