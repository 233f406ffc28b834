package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;

/**
 * An ICMP or ICMPv6 error that quotes a segment.
 *
 * @param isIpv6 whether it is ICMPv6
 * @param type the ICMP type, 0…255
 * @param code the ICMP code, 0…255
 * @param mtu of the next hop, where the error is about a packet that was too big; 0 when it does
 *     not say
 * @param quoted SEG.SEQ of the segment that it quotes
 */
public record IcmpError(boolean isIpv6, int type, int code, int mtu, SequenceNumber quoted) {
  /** What RFC 9293 §3.9.2.2 makes of it. */
  public enum Weight {
    /** Must not abort a connection (MUST-56); the user may be told (SHLD-25). */
    SOFT,
    /** Should abort the connection (SHLD-26). */
    HARD,
    /** A packet was too big for the path (§3.7.2). */
    TOO_BIG,
    /** Source quench and the like: discarded in silence (MUST-55). */
    NONE
  }

  public Weight weight() {
    return isIpv6 ? weightOfIpv6() : weightOfIpv4();
  }

  private Weight weightOfIpv4() {
    return switch (type) {
      case 3 ->
          switch (code) {
            case 2, 3 -> Weight.HARD;
            case 4 -> Weight.TOO_BIG;
            default -> Weight.SOFT;
          };
      case 11, 12 -> Weight.SOFT;
      default -> Weight.NONE;
    };
  }

  private Weight weightOfIpv6() {
    return switch (type) {
      case 1 ->
          switch (code) {
            case 1, 4 -> Weight.HARD;
            default -> Weight.SOFT;
          };
      case 2 -> Weight.TOO_BIG;
      case 3, 4 -> Weight.SOFT;
      default -> Weight.NONE;
    };
  }
}
