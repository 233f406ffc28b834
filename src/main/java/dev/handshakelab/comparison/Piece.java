package dev.handshakelab.comparison;

import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * A segment as it is compared, or several that carry contiguous data: where a sender cuts is its
 * own business.
 *
 * @param number the first one's place among what its side sent, from 1
 * @param parts in order of sending, at least one
 */
record Piece(int number, List<TracedSegment> parts) {
  Piece {
    parts = List.copyOf(parts);
  }

  static Piece joined(List<Piece> pieces) {
    List<TracedSegment> parts = new ArrayList<>();
    pieces.forEach(piece -> parts.addAll(piece.parts()));
    return new Piece(pieces.getFirst().number(), parts);
  }

  Entry.Sent sent() {
    return parts.getFirst().sent();
  }

  Party from() {
    return sent().from();
  }

  Segment segment() {
    return sent().packet().segment();
  }

  Segment last() {
    return parts.getLast().sent().packet().segment();
  }

  boolean isInjected() {
    return sent().injectedBy() != null;
  }

  boolean isJoined() {
    return parts.size() > 1;
  }

  /** Data and nothing that comes but once. */
  boolean isData() {
    Segment segment = segment();
    return !segment.payload().isEmpty() && !segment.isSyn() && !segment.isFin() && !segment.isRst();
  }

  /** An acknowledgment and nothing else. */
  boolean isPureAck() {
    Segment segment = segment();
    return segment.isAck() && segment.length() == 0 && !segment.isRst();
  }

  int payloadLength() {
    return parts.stream().mapToInt(part -> part.sent().packet().segment().payload().length()).sum();
  }

  /** The bits that say what it is. */
  static int kind(Segment segment) {
    int bits = 0;
    for (Flag flag : List.of(Flag.SYN, Flag.ACK, Flag.FIN, Flag.RST)) {
      bits |= segment.has(flag) ? flag.bit() : 0;
    }
    return bits;
  }
}
