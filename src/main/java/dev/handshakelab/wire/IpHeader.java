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
   * @param options raw octets, a multiple of four, usually none
   */
  record Ipv4(
      IpAddress source,
      IpAddress destination,
      int trafficClass,
      int identification,
      boolean dontFragment,
      int timeToLive,
      Octets options)
      implements IpHeader {}

  /** RFC 8200 §3, without extension headers. */
  record Ipv6(
      IpAddress source, IpAddress destination, int trafficClass, int flowLabel, int timeToLive)
      implements IpHeader {}
}
