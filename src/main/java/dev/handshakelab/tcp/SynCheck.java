package dev.handshakelab.tcp;

import dev.handshakelab.tcp.OpeningChoice.SynInSynReceived;
import dev.handshakelab.wire.Segment;

/**
 * Fourth check of §3.10.7.4, as RFC 5961 §4.2 made it: a SYN in a connection is an old duplicate,
 * an attack or a peer that has forgotten us; a challenge ACK tells these apart, since only a peer
 * without a connection answers it by a RST.
 */
final class SynCheck {
  private static final Rule SYN = Rule.rfc9293("3.10.7.4", 4);

  private SynCheck() {}

  static Turn check(Turn turn, Segment segment) {
    if (!segment.isSyn() || SimultaneousOpen.completes(turn, segment)) {
      return turn;
    }
    if (turn.phase() == Phase.SYN_RECEIVED
        && turn.tcb().opening().passive()
        && turn.policy().synInSynReceived() == SynInSynReceived.LISTEN) {
      return turn.accepted(SYN).leaveTo(new State.Listen(), SYN);
    }
    return switch (turn.policy().rfc5961()) {
      case ON -> Challenge.challenge(turn, "SYN in a connection", SYN);
      case OFF ->
          Refusals.tellAll(turn.reset(turn.tcb().send().nxt(), SYN), Refusals.RESET, SYN)
              .tellError(0, "RESET", Refusals.RESET, SYN)
              .accepted(SYN)
              .leaveTo(State.CLOSED, SYN);
    };
  }
}
