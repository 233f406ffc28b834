package dev.handshakelab.tcp;

import dev.handshakelab.tcp.ClosingChoice.TimeWaitChecks;
import dev.handshakelab.tcp.OpeningChoice.SynReceivedChecks;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.wire.Segment;

/**
 * SEGMENT ARRIVES in the other states (§3.10.7.4): eight checks in a fixed order; each passes the
 * segment on or has the last word. Where Linux runs other checks altogether it has chains of its
 * own, so these stay the RFC's.
 */
final class ArrivesConnected {
  private static final Rule AFTER = Rule.rfc9293("3.10.7.4");

  private ArrivesConnected() {}

  static Outcome at(Context cx, Connected here, Segment segment) {
    if (here.phase() == Phase.SYN_RECEIVED && SynReceived.isRequest(cx, here.tcb())) {
      return RequestSocket.at(cx, here, segment);
    }
    if (here.phase() == Phase.TIME_WAIT
        && cx.policy().timeWaitChecks() == TimeWaitChecks.MINISOCK) {
      return Minisocket.at(cx, here, segment);
    }
    return Turn.begin(cx, here)
        .then(turn -> checkRepeatedSyn(turn, segment))
        .then(turn -> SequenceCheck.check(turn, segment)) // first
        .then(turn -> ResetCheck.check(turn, segment)) // second
        /* third: security and compartment are not carried */
        .then(turn -> SynCheck.check(turn, segment)) // fourth
        .then(turn -> IllegalOptions.check(turn, segment))
        .then(turn -> AckCheck.check(turn, segment)) // fifth
        /* sixth: the urgent pointer is not offered to users */
        .then(turn -> Reception.takeText(turn, segment)) // seventh
        .then(Reception::checkFin) // eighth
        .then(turn -> Transmission.transmit(turn, AFTER))
        .then(Acknowledging::settle)
        .outcome();
  }

  /** Where a policy answers a repeated SYN by the SYN+ACK again, before any number is checked. */
  private static Turn checkRepeatedSyn(Turn turn, Segment segment) {
    if (TwoWay.isOn(turn.cx())) {
      return TwoWay.check(turn, segment);
    }
    boolean request =
        turn.phase() == Phase.SYN_RECEIVED
            && turn.tcb().opening().fastOpened()
            && turn.policy().synReceivedChecks() == SynReceivedChecks.REQUEST;
    return request ? RequestSocket.repeatedSyn(turn, segment) : turn;
  }
}
