package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.wire.Segment;

/**
 * SEGMENT ARRIVES in the other states (§3.10.7.4): eight checks in a fixed order; each passes the
 * segment on or has the last word. Where Linux runs other checks altogether it has chains of its
 * own, so these stay the RFC's.
 */
final class ArrivesConnected {
  private ArrivesConnected() {}

  static Outcome at(Context cx, Connected here, Segment segment) {
    if (here.phase() == Phase.SYN_RECEIVED && SynReceived.isRequest(cx, here.tcb())) {
      return RequestSocket.at(cx, here, segment);
    }
    if (here.phase() == Phase.TIME_WAIT
        && cx.policy().timeWaitChecks() == Policy.TimeWaitChecks.MINISOCK) {
      return Minisocket.at(cx, here, segment);
    }
    return Turn.begin(cx, here)
        .then(turn -> SequenceCheck.check(turn, segment)) // first
        .then(turn -> ResetCheck.check(turn, segment)) // second
        /* third: security and compartment are not carried */
        .then(turn -> SynCheck.check(turn, segment)) // fourth
        .then(turn -> AckCheck.check(turn, segment)) // fifth
        /* sixth: the urgent pointer is not offered to users */
        .then(turn -> Reception.takeText(turn, segment)) // seventh
        .then(turn -> Reception.checkFin(turn)) // eighth
        .then(Acknowledging::settle)
        .outcome();
  }
}
