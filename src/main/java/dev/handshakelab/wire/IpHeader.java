package dev.handshakelab.wire;

/** The part of an IPv4 or IPv6 header that a TCP endpoint chooses or looks at. */
public sealed interface IpHeader {
  IpAddress source();

  IpAddress destination();

  /** The former TOS octet: DSCP in the upper six bits, ECN in the lower two (RFC 3168 §5). */
  int trafficClass();

  /** Time to live or hop limit, 0…255. */
  int timeToLive();

  /** The ECN codepoint: 0 not ECT, 1 ECT(1), 2 ECT(0), 3 CE. */
  default int ecn() {
    return trafficClass() & 3;
  }

  /**
   * RFC 791 §3.1. Fragments are not written: offset 0, no more fragments.
   *
   * @param identification 0…65535; Linux sends 0 where nothing can be fragmented
   * @param options raw octets, a multiple of four, usually none; a source route among them is not
   *     followed
   */
  record Ipv4(
      IpAddress source,
      IpAddress destination,
      int trafficClass,
      int identification,
      boolean dontFragment,
      int timeToLive,
      Octets options)
      implements IpHeader {
    public Ipv4 {
      if (source.isIpv6() || destination.isIpv6()) {
        throw new IllegalArgumentException(
            "an IPv4 header has IPv4 addresses, not " + source + " and " + destination);
      }
      Fields.check("the traffic class", trafficClass, 0xff);
      Fields.check("the identification", identification, 0xffff);
      Fields.check("the time to live", timeToLive, 0xff);
      if (options.length() > 40 || options.length() % 4 != 0) {
        throw new IllegalArgumentException(
            "IPv4 options are a multiple of four octets up to 40, not " + options.length());
      }
    }
  }

  /**
   * RFC 8200 §3, without extension headers.
   *
   * @param flowLabel 0…1048575
   */
  record Ipv6(
      IpAddress source, IpAddress destination, int trafficClass, int flowLabel, int timeToLive)
      implements IpHeader {
    public Ipv6 {
      if (!source.isIpv6() || !destination.isIpv6()) {
        throw new IllegalArgumentException(
            "an IPv6 header has IPv6 addresses, not " + source + " and " + destination);
      }
      Fields.check("the traffic class", trafficClass, 0xff);
      Fields.check("the flow label", flowLabel, 0xfffff);
      Fields.check("the hop limit", timeToLive, 0xff);
    }
  }
}
