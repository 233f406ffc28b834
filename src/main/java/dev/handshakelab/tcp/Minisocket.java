package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.wire.Segment;

/**
 * TIME-WAIT as Linux has it (tcp_timewait_state_process): what is left of the connection remembers
 * two numbers and a timestamp. An exact RST kills it, an inexact one is ignored; whatever is
 * outside the window, and a FIN or text again, is acknowledged and starts the 60 s anew.
 */
final class Minisocket {
  private static final Rule RST = Rule.linux("tcp_timewait_state_process reset");
  private static final Rule AGAIN = Rule.linux("tcp_timewait_state_process again");
  private static final Rule SILENT = Rule.linux("tcp_timewait_state_process silent");
  private static final Rule RFC_1337 = Rule.linux("tcp_rfc1337");

  private Minisocket() {}

  static Outcome at(Context cx, Connected here, Segment segment) {
    var turn = Turn.begin(cx, here);
    var nxt = here.tcb().receive().nxt();
    if (segment.isRst()) {
      return reset(turn, segment.sequence().equals(nxt)).outcome();
    }
    boolean bare = segment.sequence().equals(nxt) && segment.length() == 0;
    if (bare && segment.isAck()) {
      return turn.accepted(SILENT).outcome();
    }
    var answered =
        Challenge.mayAnswer(turn)
            ? turn.know(here.tcb().clocks().challenged(cx.nowNs())).ack(Effect.Kind.ORIGINAL, AGAIN)
            : turn;
    return TimeWait.restart(answered, AGAIN).drop("the connection is over", AGAIN).outcome();
  }

  private static Turn reset(Turn turn, boolean exact) {
    if (turn.cx().policy().rfc1337() == Policy.Rfc1337.ON) {
      return turn.drop("a reset does not end TIME-WAIT", RFC_1337);
    }
    return exact
        ? turn.accepted(RST).leaveTo(State.CLOSED, RST)
        : turn.drop("reset that is not at RCV.NXT", RST);
  }
}
