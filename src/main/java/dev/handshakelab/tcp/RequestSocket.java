package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption.Timestamps;

/**
 * SYN-RECEIVED as Linux has it (tcp_check_req): a passive opening is a small request, not a
 * connection, and looks at a segment in an order of its own. A repeated SYN gets the SYN+ACK again;
 * a wrong ACK is the listener's business, which answers by a RST; only then comes the window.
 */
final class RequestSocket {
  private static final Rule DUPLICATE = Rule.linux("tcp_check_req duplicate SYN");
  private static final Rule WRONG_ACK = Rule.linux("tcp_check_req wrong ACK");
  private static final Rule WINDOW = Rule.linux("tcp_check_req window");
  private static final Rule EMBRYONIC = Rule.linux("tcp_check_req embryonic reset");
  private static final Rule NO_ACK = Rule.linux("tcp_check_req no ACK");
  private static final Rule COMPLETE = Rule.linux("tcp_check_req complete");
  private static final Rule OVERFLOW = Rule.linux("tcp_abort_on_overflow");
  private static final Rule ACK = Rule.rfc9293("3.10.7.4", 5);

  private RequestSocket() {}

  static Outcome at(Context cx, Connected here, Segment segment) {
    return Turn.begin(cx, here)
        .then(turn -> repeatedSyn(turn, segment))
        .then(turn -> checkAck(turn, segment))
        .then(turn -> checkWindow(turn, segment))
        .then(turn -> checkResetAndSyn(turn, segment))
        .then(turn -> complete(turn, segment))
        .then(turn -> Reception.takeText(turn, segment))
        .then(turn -> Reception.checkFin(turn))
        .then(Acknowledging::settle)
        .outcome();
  }

  private static Turn repeatedSyn(Turn turn, Segment segment) {
    boolean repeated =
        Turn.isPureSyn(segment) && segment.sequence().equals(turn.tcb().opening().irs());
    if (!repeated) {
      return turn;
    }
    if (!Challenge.mayAnswer(turn)) {
      return turn.drop("one answer in 500 ms", DUPLICATE);
    }
    long now = turn.cx().nowNs();
    var clocks = turn.tcb().clocks().challenged(now);
    return SynReceived.synAckAgain(turn.know(clocks), DUPLICATE)
        .start(Timer.SYN_ACK, now + clocks.rtoNs(), DUPLICATE)
        .accepted(DUPLICATE)
        .conclude();
  }

  private static Turn checkAck(Turn turn, Segment segment) {
    boolean wrong =
        segment.isAck() && !segment.acknowledgment().equals(turn.tcb().opening().iss().plus(1));
    if (!wrong) {
      return turn;
    }
    return segment.isRst()
        ? turn.drop("reset that acknowledges what was never sent", WRONG_ACK)
        : turn.reset(segment.acknowledgment(), WRONG_ACK)
            .drop("acknowledges what was never sent", WRONG_ACK);
  }

  private static Turn checkWindow(Turn turn, Segment segment) {
    var receive = turn.tcb().receive();
    var negotiated = turn.tcb().negotiated();
    boolean stale =
        negotiated.timestamps()
            && segment
                .option(Timestamps.class)
                .filter(stamp -> SequenceCheck.isOlder(stamp.value(), negotiated.tsRecent()))
                .isPresent();
    boolean inside =
        segment.sequence().equals(receive.nxt())
            || segment.end().isAfter(receive.nxt())
                && segment.sequence().isBefore(receive.nxt().plus(receive.wnd()));
    if (inside && !stale) {
      return turn;
    }
    return segment.isRst()
        ? turn.drop("reset outside the window", WINDOW)
        : Challenge.duplicate(turn, segment, WINDOW).drop("outside the window", WINDOW);
  }

  /**
   * A RST at RCV.NXT drops the request; anywhere else in the window it is challenged. A SYN with
   * another ISN resets.
   */
  private static Turn checkResetAndSyn(Turn turn, Segment segment) {
    if (segment.isRst()) {
      return segment.sequence().equals(turn.tcb().receive().nxt())
          ? turn.accepted(EMBRYONIC).leaveTo(new State.Listen(), EMBRYONIC)
          : Challenge.ack(turn, EMBRYONIC)
              .drop("reset in the window, but not at RCV.NXT", EMBRYONIC);
    }
    if (!segment.isSyn()) {
      return turn;
    }
    var reset =
        segment.isAck()
            ? Output.reset(turn.cx(), segment.acknowledgment(), null)
            : Output.reset(turn.cx(), SequenceNumber.ZERO, segment.end());
    return Output.emit(turn, reset, Effect.Kind.ORIGINAL, false, EMBRYONIC)
        .with(new Effect.Dropped("SYN of another incarnation", EMBRYONIC))
        .leaveTo(State.CLOSED, EMBRYONIC);
  }

  private static Turn complete(Turn turn, Segment segment) {
    if (!segment.isAck()) {
      return turn.drop("no ACK", NO_ACK);
    }
    if (turn.cx().shared().acceptQueueFull()) {
      return overflow(turn);
    }
    var negotiated = turn.tcb().negotiated();
    var stamped =
        segment
            .option(Timestamps.class)
            .filter(_ -> negotiated.timestamps())
            .map(stamp -> turn.know(turn.tcb().with(negotiated.heard(stamp.value()))))
            .orElse(turn);
    return Transmission.transmit(
        SynReceived.establish(stamped.accepted(ACK), segment, ACK), COMPLETE);
  }

  /**
   * Nobody accepts: the third segment is forgotten, and the SYN+ACK sent again until somebody does;
   * or a RST says so.
   */
  private static Turn overflow(Turn turn) {
    return turn.cx().shared().abortOnOverflow()
        ? turn.reset(turn.tcb().send().nxt(), OVERFLOW)
            .with(new Effect.Dropped("accept queue full", OVERFLOW))
            .leaveTo(State.CLOSED, OVERFLOW)
        : turn.drop("accept queue full", OVERFLOW);
  }
}
