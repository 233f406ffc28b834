package dev.handshakelab.wire;

import org.jspecify.annotations.Nullable;

/** The headers of IPv4 (RFC 791 §3.1) and IPv6 (RFC 8200 §3) in octets. */
final class IpCodec {
  static final int TCP = 6;

  private static final int V4_FIXED_LENGTH = 20;
  private static final int V6_LENGTH = 40;
  private static final int V4_RESERVED = 0x8000;
  private static final int V4_DONT_FRAGMENT = 0x4000;
  private static final int V4_MORE_FRAGMENTS = 0x2000;

  private IpCodec() {}

  static int headerLength(IpHeader ip) {
    return switch (ip) {
      case IpHeader.Ipv4 v4 -> V4_FIXED_LENGTH + v4.options().length();
      case IpHeader.Ipv6 _ -> V6_LENGTH;
    };
  }

  /**
   * Writes the header at the beginning of {@code out}, IPv4's checksum included.
   *
   * @param total octets of header and segment
   * @throws IllegalArgumentException when the length field cannot hold that
   */
  static void write(IpHeader ip, int total, byte[] out) {
    switch (ip) {
      case IpHeader.Ipv4 v4 -> writeV4(v4, total, out);
      case IpHeader.Ipv6 v6 -> writeV6(v6, total, out);
    }
  }

  private static void writeV4(IpHeader.Ipv4 ip, int total, byte[] out) {
    if (total > 0xffff) {
      throw new IllegalArgumentException("an IPv4 packet is at most 65535 octets, not " + total);
    }
    int length = headerLength(ip);
    out[0] = (byte) (0x40 | length / 4);
    out[1] = (byte) ip.trafficClass();
    Fields.put16(out, 2, total);
    Fields.put16(out, 4, ip.identification());
    Fields.put16(out, 6, ip.dontFragment() ? V4_DONT_FRAGMENT : 0);
    out[8] = (byte) ip.timeToLive();
    out[9] = TCP;
    ip.source().octets().copyTo(out, 12);
    ip.destination().octets().copyTo(out, 16);
    ip.options().copyTo(out, V4_FIXED_LENGTH);
    Fields.put16(out, 10, Checksum.complement(Checksum.sum(out, 0, length)));
  }

  private static void writeV6(IpHeader.Ipv6 ip, int total, byte[] out) {
    if (total - V6_LENGTH > 0xffff) {
      throw new IllegalArgumentException(
          "an IPv6 payload is at most 65535 octets, not " + (total - V6_LENGTH));
    }
    Fields.put32(out, 0, 6 << 28 | ip.trafficClass() << 20 | ip.flowLabel());
    Fields.put16(out, 4, total - V6_LENGTH);
    out[6] = TCP;
    out[7] = (byte) ip.timeToLive();
    ip.source().octets().copyTo(out, 8);
    ip.destination().octets().copyTo(out, 24);
  }

  /**
   * What keeps these octets from being a packet that carries TCP, or null when nothing does.
   *
   * @param padded whether octets may follow the packet
   */
  static @Nullable String fault(byte[] in, boolean padded) {
    if (in.length == 0) {
      return "there are no octets, an IP header would have to be at least " + V4_FIXED_LENGTH;
    }
    int version = version(in);
    String fault =
        switch (version) {
          case 4 -> faultV4(in);
          case 6 -> faultV6(in);
          default -> "IP version is " + version + ", it would have to be 4 or 6";
        };
    if (fault == null && !padded && in.length > totalLength(in)) {
      return "octets go on after the packet: there are "
          + in.length
          + ", they would have to be the "
          + totalLength(in)
          + " that the IP header states";
    }
    return fault;
  }

  private static @Nullable String faultV4(byte[] in) {
    if (in.length < V4_FIXED_LENGTH) {
      return "IPv4 header is cut off: there are "
          + in.length
          + " octets, they would have to be at least "
          + V4_FIXED_LENGTH;
    }
    int words = in[0] & 0xf;
    if (words < 5) {
      return "IPv4 header length is " + words + " words, it would have to be at least 5";
    }
    if (4 * words > in.length) {
      return "IPv4 header length is "
          + words
          + " words, it would have to be at most "
          + in.length / 4
          + ", there being "
          + in.length
          + " octets";
    }
    int total = Fields.u16(in, 2);
    if (total < 4 * words) {
      return "IPv4 total length is "
          + total
          + ", it would have to be at least the header's "
          + 4 * words;
    }
    if (total > in.length) {
      return "IPv4 total length is "
          + total
          + ", it would have to be at most the "
          + in.length
          + " octets that are there";
    }
    int fragment = Fields.u16(in, 6);
    if ((fragment & V4_RESERVED) != 0) {
      return "IPv4 reserved flag is 1, it would have to be 0";
    }
    if ((fragment & V4_MORE_FRAGMENTS) != 0) {
      return "IPv4 more-fragments flag is 1, it would have to be 0: fragments are not put together";
    }
    if ((fragment & 0x1fff) != 0) {
      return "IPv4 fragment offset is "
          + (fragment & 0x1fff)
          + ", it would have to be 0: fragments are not put together";
    }
    int protocol = Fields.u8(in, 9);
    return protocol == TCP
        ? null
        : "IPv4 protocol is " + protocol + ", it would have to be 6 (TCP)";
  }

  private static @Nullable String faultV6(byte[] in) {
    if (in.length < V6_LENGTH) {
      return "IPv6 header is cut off: there are "
          + in.length
          + " octets, they would have to be at least "
          + V6_LENGTH;
    }
    int payload = Fields.u16(in, 4);
    if (V6_LENGTH + payload > in.length) {
      return "IPv6 payload length is "
          + payload
          + ", it would have to be at most the "
          + (in.length - V6_LENGTH)
          + " octets that are there";
    }
    int next = Fields.u8(in, 6);
    return next == TCP
        ? null
        : "IPv6 next header is " + next + extension(next) + ", it would have to be 6 (TCP)";
  }

  private static String extension(int next) {
    return switch (next) {
      case 0, 43, 44, 50, 51, 60, 135, 139, 140 -> ", an extension header";
      default -> "";
    };
  }

  private static int version(byte[] in) {
    return Fields.u8(in, 0) >> 4;
  }

  /** Octets of the header, in octets without {@link #fault}. */
  static int headerLength(byte[] in) {
    return version(in) == 4 ? 4 * (in[0] & 0xf) : V6_LENGTH;
  }

  /** Octets of header and segment as the header states them. */
  static int totalLength(byte[] in) {
    return version(in) == 4 ? Fields.u16(in, 2) : V6_LENGTH + Fields.u16(in, 4);
  }

  /** Whether the header's checksum is right; IPv6 has none, and none is wrong. */
  static boolean checksumIsRight(byte[] in) {
    if (version(in) == 6) {
      return true;
    }
    int sum = Checksum.complement(Checksum.sum(in, 0, headerLength(in)));
    return sum == 0 && Fields.u16(in, 10) != 0xffff;
  }

  /** Reads octets in which {@link #fault} found none. */
  static IpHeader read(byte[] in) {
    if (version(in) == 4) {
      return new IpHeader.Ipv4(
          new IpAddress(Octets.of(in, 12, 16)),
          new IpAddress(Octets.of(in, 16, 20)),
          Fields.u8(in, 1),
          Fields.u16(in, 4),
          (Fields.u16(in, 6) & V4_DONT_FRAGMENT) != 0,
          Fields.u8(in, 8),
          Octets.of(in, V4_FIXED_LENGTH, headerLength(in)));
    }
    int first = Fields.s32(in, 0);
    return new IpHeader.Ipv6(
        new IpAddress(Octets.of(in, 8, 24)),
        new IpAddress(Octets.of(in, 24, 40)),
        (first >>> 20) & 0xff,
        first & 0xfffff,
        Fields.u8(in, 7));
  }
}
