package dev.handshakelab.trace;

import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import org.jspecify.annotations.Nullable;

/** What an endpoint's own segments show of its send variables (RFC 9293 §3.3.1). */
final class SentStream {
  private final Segment syn;
  private SequenceNumber next;
  private SequenceNumber unacknowledged;
  private @Nullable SequenceNumber end;

  SentStream(Segment syn) {
    this.syn = syn;
    next = syn.end();
    unacknowledged = syn.sequence();
  }

  /** The first segment that carried its SYN. */
  Segment syn() {
    return syn;
  }

  /** SND.NXT. */
  SequenceNumber next() {
    return next;
  }

  void sent(Segment segment) {
    if (segment.end().isAfter(next)) {
      next = segment.end();
    }
  }

  /** Its FIN is out; {@code after} is the position after it. */
  void finish(SequenceNumber after) {
    end = after;
  }

  boolean finished() {
    return end != null;
  }

  /** SND.UNA &lt; SEG.ACK =&lt; SND.NXT. */
  boolean isNewAck(SequenceNumber ack) {
    return ack.isAfter(unacknowledged) && ack.isAtOrBefore(next);
  }

  void acknowledged(SequenceNumber ack) {
    if (isNewAck(ack)) {
      unacknowledged = ack;
    }
  }

  boolean finAcknowledged() {
    return end != null && unacknowledged.isAtOrAfter(end);
  }
}
