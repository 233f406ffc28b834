package dev.handshakelab.trace;

import dev.handshakelab.wire.Segment;

/**
 * A SYN that got to a listener and could open a connection, should a SYN+ACK answer it.
 *
 * @param place of its arrival among the entries
 */
record ArrivedSyn(int place, Segment segment, Cause cause) {
  /** Whether a SYN+ACK acknowledges the SYN, and of its text what it likes. */
  boolean isAnsweredBy(Segment synAck) {
    return synAck.acknowledgment().isAfter(segment.sequence())
        && synAck.acknowledgment().isAtOrBefore(segment.end());
  }
}
