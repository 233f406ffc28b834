package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption.Timestamps;

/**
 * SYN-RECEIVED as Linux has it (tcp_check_req): a passive opening is a small request, not a
 * connection, and looks at a segment in an order of its own. A repeated SYN gets the SYN+ACK again;
 * a wrong ACK is the listener's business, which answers by a RST, unless it is one; only then comes
 * the window.
 */
final class RequestSocket {
  private static final Rule DUPLICATE = Rule.linux("tcp_check_req duplicate SYN");
  private static final Rule WRONG_ACK = Rule.linux("tcp_check_req wrong ACK");
  private static final Rule WINDOW = Rule.linux("tcp_check_req window");
  private static final Rule EMBRYONIC = Rule.linux("tcp_check_req embryonic reset");
  private static final Rule NO_ACK = Rule.linux("tcp_check_req no ACK");
  private static final Rule DEFER = Rule.linux("TCP_DEFER_ACCEPT");
  private static final Rule OVERFLOW = Rule.linux("tcp_check_req accept queue full");
  private static final Rule ACK = Rule.rfc9293("3.10.7.4", 5);

  private RequestSocket() {}

  static Outcome at(Context cx, Connected here, Segment segment) {
    return Turn.begin(cx, here)
        .then(turn -> repeatedSyn(turn, segment))
        .then(turn -> checkAck(turn, segment))
        .then(turn -> checkWindow(turn, segment))
        .then(turn -> checkReset(turn, segment))
        .then(turn -> checkSyn(turn, segment))
        .then(turn -> complete(turn, segment))
        .then(turn -> Reception.takeText(turn, segment))
        .then(Reception::checkFin)
        .then(turn -> Transmission.transmit(turn, ACK))
        .then(Acknowledging::settle)
        .outcome();
  }

  /** Also for a connection that was opened fast: its SYN+ACK may be lost as well. */
  static Turn repeatedSyn(Turn turn, Segment segment) {
    boolean repeated =
        segment.isSyn()
            && !segment.isAck()
            && !segment.isRst()
            && !segment.isFin()
            && segment.sequence().equals(turn.tcb().opening().irs())
            && !isStale(turn, segment);
    if (!repeated) {
      return turn;
    }
    if (!Challenge.mayAnswer(turn)) {
      return turn.drop("repeated SYN, and another was answered just now", DUPLICATE);
    }
    return SynReceived.synAckAgain(Challenge.answering(turn), DUPLICATE)
        .startIn(Timer.SYN_ACK, turn.tcb().clocks().rtoNs(), DUPLICATE)
        .accepted(DUPLICATE)
        .conclude();
  }

  private static boolean isStale(Turn turn, Segment segment) {
    var negotiated = turn.tcb().negotiated();
    return negotiated.timestamps()
        && segment
            .option(Timestamps.class)
            .filter(stamp -> SequenceCheck.isStale(turn.cx(), stamp.value(), negotiated))
            .isPresent();
  }

  private static Turn checkAck(Turn turn, Segment segment) {
    boolean wrong =
        segment.isAck() && !segment.acknowledgment().equals(turn.tcb().opening().iss().plus(1));
    return wrong && !segment.isRst()
        ? turn.reset(segment.acknowledgment(), WRONG_ACK)
            .drop("acknowledges what was never sent", WRONG_ACK)
        : turn;
  }

  private static Turn checkWindow(Turn turn, Segment segment) {
    var receive = turn.tcb().receive();
    boolean begins = segment.sequence().equals(receive.nxt());
    boolean reaches =
        segment.end().isAfter(receive.nxt()) && segment.sequence().isBefore(receive.edge());
    boolean touches = segment.length() == 0 && segment.sequence().equals(receive.edge());
    boolean inside = begins || reaches || touches;
    if (inside && !isStale(turn, segment)) {
      return turn;
    }
    return segment.isRst()
        ? turn.drop("reset outside the window", WINDOW)
        : Challenge.unacceptable(turn, segment, "outside the window", WINDOW);
  }

  /** A RST at RCV.NXT drops the request; anywhere else in the window it is challenged. */
  private static Turn checkReset(Turn turn, Segment segment) {
    if (!segment.isRst()) {
      return turn;
    }
    return segment.sequence().equals(turn.tcb().receive().nxt())
        ? turn.accepted(EMBRYONIC).leaveTo(new State.Listen(), EMBRYONIC)
        : Challenge.challenge(turn, "reset in the window, but not at RCV.NXT", EMBRYONIC);
  }

  /** A SYN with another ISN is reset, and the request is gone with it. */
  private static Turn checkSyn(Turn turn, Segment segment) {
    boolean another = segment.isSyn() && !segment.sequence().equals(turn.tcb().opening().irs());
    return another
        ? turn.with(Output.stray(turn.cx(), Output.refusal(turn.cx(), segment), EMBRYONIC))
            .with(new Effect.Dropped("SYN of another incarnation", EMBRYONIC))
            .leaveTo(State.CLOSED, EMBRYONIC)
        : turn;
  }

  private static Turn complete(Turn turn, Segment segment) {
    var listener = turn.cx().shared().listener();
    if (!segment.isAck()) {
      return turn.drop("no ACK", NO_ACK);
    }
    boolean defers = turn.tcb().clocks().retransmissions() < listener.deferAccept();
    if (defers && segment.length() == 0) {
      return inVain(turn).drop("acknowledges without text, which the listener waits for", DEFER);
    }
    if (listener.acceptQueueFull()) {
      return overflow(turn, segment);
    }
    // The socket has a budget of its own for answers, which the request's is none of.
    var socket = turn.know(turn.tcb().clocks().challenged(Clocks.NEVER));
    return SynReceived.establish(stamped(socket, segment).accepted(ACK), segment, ACK);
  }

  private static Turn stamped(Turn turn, Segment segment) {
    var negotiated = turn.tcb().negotiated();
    return segment
        .option(Timestamps.class)
        .filter(_ -> negotiated.timestamps())
        .map(stamp -> negotiated.heard(stamp.value(), turn.cx().nowNs()))
        .map(heard -> turn.know(turn.tcb().with(heard)))
        .orElse(turn);
  }

  /**
   * Nobody accepts: the third segment is forgotten, and the SYN+ACK sent again until somebody does;
   * or a RST says so.
   */
  private static Turn overflow(Turn turn, Segment segment) {
    return turn.cx().shared().listener().abortOnOverflow()
        ? turn.reset(segment.acknowledgment(), OVERFLOW)
            .with(new Effect.Dropped("accept queue full", OVERFLOW))
            .leaveTo(State.CLOSED, OVERFLOW)
        : inVain(turn).drop("accept queue full", OVERFLOW);
  }

  private static Turn inVain(Turn turn) {
    return turn.know(turn.tcb().with(turn.tcb().opening().acknowledgedInVain()));
  }
}
