package dev.handshakelab.trace;

import dev.handshakelab.wire.Segment;
import java.util.List;

/**
 * Which kinds of segment a conversation has, as the bits of Wireshark's {@code tcp.completeness}. A
 * handshake of three segments is 7; with data and an orderly end it is 31. Text and FIN count only
 * with ACK, as they do there.
 */
final class Completeness {
  private static final int SYN = 1;
  private static final int SYN_ACK = 2;
  private static final int ACK = 4;
  private static final int DATA = 8;
  private static final int FIN = 16;
  private static final int RST = 32;

  private Completeness() {}

  static int of(List<TracedSegment> segments) {
    int bits = 0;
    for (TracedSegment segment : segments) {
      bits |= of(segment.sent().packet().segment());
    }
    return bits;
  }

  private static int of(Segment segment) {
    int bits = segment.isRst() ? RST : 0;
    if (segment.isFin() && segment.isAck()) {
      bits |= FIN;
    }
    if (segment.isSyn()) {
      bits |= segment.isAck() ? SYN_ACK : SYN;
    } else if (segment.isAck()) {
      bits |= segment.payload().isEmpty() ? ACK : DATA;
    }
    return bits;
  }
}
