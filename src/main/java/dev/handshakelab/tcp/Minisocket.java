package dev.handshakelab.tcp;

import dev.handshakelab.tcp.ClosingChoice.Rfc1337;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption.Timestamps;

/**
 * TIME-WAIT as Linux has it (tcp_timewait_state_process): what is left of the connection remembers
 * two numbers and a timestamp. An exact RST kills it, an inexact one is ignored; a bare segment is
 * silently taken; whatever else comes, a FIN or text again, is acknowledged and starts the 60 s
 * anew. A SYN that may begin a new incarnation is its host's business.
 */
final class Minisocket {
  private static final Rule RST = Rule.linux("tcp_timewait_state_process reset");
  private static final Rule AGAIN = Rule.linux("tcp_timewait_state_process again");
  private static final Rule SILENT = Rule.linux("tcp_timewait_state_process silent");
  private static final Rule RFC_1337 = Rule.linux("tcp_rfc1337");

  private Minisocket() {}

  static Outcome at(Context cx, Connected here, Segment segment) {
    var turn = Turn.begin(cx, here);
    if (segment.isRst()) {
      return reset(turn, segment).outcome();
    }
    boolean next = segment.sequence().equals(here.tcb().receive().nxt());
    boolean stale = isStale(turn, segment);
    if (next && segment.length() == 0 && !stale) {
      return TimeWait.restart(heard(turn, segment).accepted(SILENT), SILENT).outcome();
    }
    // An ACKless SYN may be old or new: it does not prolong what may be in its way.
    var restarted = segment.isAck() || stale ? TimeWait.restart(turn, AGAIN) : turn;
    return again(restarted).outcome();
  }

  private static boolean isStale(Turn turn, Segment segment) {
    var negotiated = turn.tcb().negotiated();
    return negotiated.timestamps()
        && segment
            .option(Timestamps.class)
            .filter(stamp -> SequenceCheck.isStale(turn.cx(), stamp.value(), negotiated))
            .isPresent();
  }

  private static Turn heard(Turn turn, Segment segment) {
    var negotiated = turn.tcb().negotiated();
    return segment
        .option(Timestamps.class)
        .filter(_ -> negotiated.timestamps())
        .map(stamp -> negotiated.heard(stamp.value(), turn.cx().nowNs()))
        .map(heard -> turn.know(turn.tcb().with(heard)))
        .orElse(turn);
  }

  private static Turn again(Turn turn) {
    String reason = "the connection is over";
    return Challenge.mayAnswer(turn)
        ? Challenge.answering(turn).ack(Effect.Kind.ORIGINAL, AGAIN).drop(reason, AGAIN)
        : turn.drop(reason + ", and another was answered just now", AGAIN);
  }

  private static Turn reset(Turn turn, Segment segment) {
    boolean exact = segment.sequence().equals(turn.tcb().receive().nxt());
    if (!exact) {
      return turn.drop("reset that is not at RCV.NXT", RST);
    }
    return turn.policy().rfc1337() == Rfc1337.ON
        ? turn.drop("a reset does not end TIME-WAIT", RFC_1337)
        : turn.accepted(RST).leaveTo(State.CLOSED, RST);
  }
}
