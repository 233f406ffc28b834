package dev.handshakelab.tcp;

import dev.handshakelab.tcp.ArrivalChoice.MissingTimestamps;
import dev.handshakelab.tcp.ArrivalChoice.Paws;
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
  private static final Rule PAWS_RULE = Rule.of("RFC 7323 5.3");
  private static final Rule OLD_ACK = Rule.linux("tcp_disordered_ack_check");
  private static final Rule MISSING = Rule.of("RFC 7323 3.2");

  /** RFC 7323 §5.5: a timestamp that old says nothing any more. */
  private static final long OUTDATED_NS = 24L * 86_400 * 1_000_000_000;

  /** tcp_tsval_replay: 1.2 RTO is how far an acknowledgment may have been overtaken. */
  private static final int REPLAY_TENTHS = 12;

  private static final long MS = 1_000_000;

  private SequenceCheck() {}

  static Turn check(Turn turn, Segment segment) {
    if (SimultaneousOpen.completes(turn, segment)) {
      return turn.know(heard(turn, segment));
    }
    return checkTimestamps(turn, segment).then(passed -> checkWindow(passed, segment));
  }

  private static Turn checkTimestamps(Turn turn, Segment segment) {
    var negotiated = turn.tcb().negotiated();
    if (!negotiated.timestamps() || segment.isRst()) {
      return turn;
    }
    var stamp = segment.option(Timestamps.class);
    if (stamp.isEmpty()) {
      return turn.policy().missingTimestamps() == MissingTimestamps.DROP
          ? turn.drop("no timestamps, though they are in force", MISSING)
          : turn;
    }
    long value = stamp.get().value();
    if (!isStale(turn.cx(), value, negotiated)) {
      return turn;
    }
    if (turn.policy().paws() == Paws.ONE_STEP && isPureAck(segment)) {
      if (segment.sequence().isBefore(turn.tcb().receive().nxt())) {
        return turn.drop("acknowledgment of old, and its timestamp too", OLD_ACK);
      }
      if (isDisordered(turn, segment, value)) {
        return turn;
      }
    }
    return Reception.refused(turn, segment, "timestamp older than the last", PAWS_RULE);
  }

  private static boolean isPureAck(Segment segment) {
    return segment.isAck() && segment.length() == 0;
  }

  /**
   * An acknowledgment that says nothing and was overtaken not long ago (tcp_disordered_ack_check):
   * Linux passes over its timestamp.
   */
  private static boolean isDisordered(Turn turn, Segment segment, long value) {
    var tcb = turn.tcb();
    var send = tcb.send();
    long backMs = (int) (tcb.negotiated().tsRecent() - value);
    return segment.sequence().equals(tcb.receive().nxt())
        && segment.acknowledgment().equals(send.una())
        && !updatesWindow(send.window(), segment, tcb.negotiated().sendShift())
        && backMs * MS <= tcb.clocks().rtoNs() / 10 * REPLAY_TENTHS;
  }

  private static boolean updatesWindow(SendWindow window, Segment segment, int shift) {
    int told = segment.window() << shift;
    return segment.sequence().isAfter(window.wl1())
        || segment.sequence().equals(window.wl1()) && (told > window.wnd() || told == 0);
  }

  /** Whether a timestamp is older than the last one taken, modulo 2^32. */
  static boolean isStale(Context cx, long value, Negotiated negotiated) {
    return isBefore(
        cx,
        value,
        negotiated,
        switch (cx.policy().paws()) {
          case STRICT -> 0;
          case ONE_STEP -> 1;
        });
  }

  private static boolean isBefore(Context cx, long value, Negotiated negotiated, int forgiven) {
    int back = (int) (negotiated.tsRecent() - value);
    return back > forgiven && cx.nowNs() - negotiated.tsRecentAtNs() < OUTDATED_NS;
  }

  private static Turn checkWindow(Turn turn, Segment segment) {
    if (isAcceptable(turn, segment)) {
      return turn.know(heard(turn, segment));
    }
    if (segment.isRst()) {
      return ResetCheck.isAtFin(turn, segment)
          ? turn
          : turn.drop("reset outside the window", SEQUENCE);
    }
    // A retransmitted FIN in TIME-WAIT: our ACK of it was lost (fifth check, TIME-WAIT).
    var restarted =
        turn.phase() == Phase.TIME_WAIT && segment.isFin()
            ? TimeWait.restart(turn, SEQUENCE)
            : turn;
    return Reception.refused(restarted, segment, "outside the window", SEQUENCE);
  }

  /**
   * With a window of zero Table 6 refuses all text, but RST and ACK of a segment at RCV.NXT are
   * valid even so (MUST-66): it passes, and the seventh check leaves its text and answers.
   */
  private static boolean isAcceptable(Turn turn, Segment segment) {
    var receive = turn.tcb().receive();
    return switch (turn.policy().acceptance()) {
      case TABLE_6 ->
          table6(segment, receive.nxt(), receive.wnd())
              || receive.wnd() == 0 && segment.sequence().equals(receive.nxt());
      case LINUX ->
          segment.end().isAtOrAfter(receive.lastAck())
              && segment.sequence().isAtOrBefore(receive.edge());
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

  /**
   * TS.Recent follows segments that begin at or before the last acknowledgment (RFC 7323 §4.3); not
   * a SYN that the fourth check will only challenge, nor, for Linux, a segment that was overtaken
   * by a later acknowledgment (tcp_ack, old_ack).
   */
  private static Tcb heard(Turn turn, Segment segment) {
    var tcb = turn.tcb();
    var negotiated = tcb.negotiated();
    if (!negotiated.timestamps()
        || segment.isRst()
        || segment.isSyn() && !SimultaneousOpen.completes(turn, segment)
        || segment.sequence().isAfter(tcb.receive().lastAck())
        || !segment.isAck()
        || segment.acknowledgment().isAfter(tcb.send().nxt())
        || turn.policy().paws() == Paws.ONE_STEP
            && segment.acknowledgment().isBefore(tcb.send().una())) {
      return tcb;
    }
    return segment
        .option(Timestamps.class)
        .filter(stamp -> !isBefore(turn.cx(), stamp.value(), negotiated, 0))
        .map(stamp -> tcb.with(negotiated.heard(stamp.value(), turn.cx().nowNs())))
        .orElse(tcb);
  }
}
