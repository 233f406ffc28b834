package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;

/**
 * An ICMP or ICMPv6 error that quotes a segment.
 *
 * @param type the ICMP type, 0…255
 * @param code the ICMP code, 0…255
 * @param quoted SEG.SEQ of the segment that it quotes
 */
public record IcmpError(boolean ipv6, int type, int code, SequenceNumber quoted) {
  /** What RFC 9293 §3.9.2.2 makes of it. */
  public enum Weight {
    /** Must not abort a connection (MUST-56); the user may be told (SHLD-25). */
    SOFT,
    /** Should abort the connection (SHLD-26). */
    HARD,
    /** Source quench and the like: discarded in silence (MUST-55). */
    NONE
  }

  public Weight weight() {
    return ipv6 ? weightOfIpv6() : weightOfIpv4();
  }

  private Weight weightOfIpv4() {
    return switch (type) {
      case 3 ->
          switch (code) {
            case 2, 3, 4 -> Weight.HARD;
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
      case 3, 4 -> Weight.SOFT;
      default -> Weight.NONE;
    };
  }
}
