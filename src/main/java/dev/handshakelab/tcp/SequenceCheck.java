package dev.handshakelab.tcp;

import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption.Timestamps;

/**
 * First check of §3.10.7.4: is any of the segment inside the receive window (Table 6)? Before it
 * stands PAWS (RFC 7323 §5.3): a segment whose timestamp is older than the last one taken is a
 * duplicate from before the numbers wrapped.
 */
final class SequenceCheck {
  private static final Rule SEQUENCE = Rule.rfc9293("3.10.7.4", 1);
  private static final Rule PAWS = Rule.of("RFC 7323 5.3");
  private static final Rule MISSING = Rule.of("RFC 7323 3.2");

  private SequenceCheck() {}

  static Turn check(Turn turn, Segment segment) {
    if (SimultaneousOpen.completes(turn, segment)) {
      return turn;
    }
    return checkTimestamps(turn, segment).then(passed -> checkWindow(passed, segment));
  }

  private static Turn checkTimestamps(Turn turn, Segment segment) {
    if (!turn.tcb().negotiated().timestamps() || segment.isRst()) {
      return turn;
    }
    var stamp = segment.option(Timestamps.class);
    if (stamp.isEmpty()) {
      return turn.cx().policy().missingTimestamps() == Policy.MissingTimestamps.DROP
          ? turn.drop("no timestamps, though they are in force", MISSING)
          : turn;
    }
    return isOlder(stamp.get().value(), turn.tcb().negotiated().tsRecent())
        ? Challenge.duplicate(turn, segment, PAWS).drop("timestamp older than the last", PAWS)
        : turn;
  }

  /** Modulo 2^32. */
  static boolean isOlder(long value, long recent) {
    return (int) (value - recent) < 0;
  }

  private static Turn checkWindow(Turn turn, Segment segment) {
    if (isAcceptable(turn, segment)) {
      return turn.know(heard(turn.tcb(), segment));
    }
    if (segment.isRst()) {
      return turn.drop("reset outside the window", SEQUENCE);
    }
    var answered = Challenge.duplicate(turn, segment, SEQUENCE);
    // A retransmitted FIN in TIME-WAIT: our ACK of it was lost (fifth check, TIME-WAIT).
    var restarted =
        turn.phase() == Phase.TIME_WAIT && segment.isFin()
            ? TimeWait.restart(answered, SEQUENCE)
            : answered;
    return restarted.drop("outside the window", SEQUENCE);
  }

  private static boolean isAcceptable(Turn turn, Segment segment) {
    var receive = turn.tcb().receive();
    return switch (turn.cx().policy().acceptance()) {
      case TABLE_6 -> table6(segment, receive.nxt(), receive.wnd());
      case LINUX ->
          segment.end().isAtOrAfter(receive.nxt())
              && segment.sequence().isAtOrBefore(receive.nxt().plus(receive.wnd()));
    };
  }

  /** Table 6 of §3.10.7.4, for a segment of SEG.LEN octets of sequence space. */
  static boolean table6(Segment segment, SequenceNumber nxt, int wnd) {
    int length = segment.length();
    if (wnd == 0) {
      return length == 0 && segment.sequence().equals(nxt);
    }
    return segment.sequence().isWithin(nxt, wnd)
        || length > 0 && segment.end().plus(-1).isWithin(nxt, wnd);
  }

  /** TS.Recent follows segments that begin at or before the last acknowledgment (RFC 7323 §4.3). */
  private static Tcb heard(Tcb tcb, Segment segment) {
    var negotiated = tcb.negotiated();
    if (!negotiated.timestamps()
        || segment.sequence().isAfter(negotiated.lastAckSent())
        || !segment.isAck()
        || segment.acknowledgment().isAfter(tcb.send().nxt())) {
      return tcb;
    }
    return segment
        .option(Timestamps.class)
        .map(stamp -> tcb.with(negotiated.heard(stamp.value())))
        .orElse(tcb);
  }
}
