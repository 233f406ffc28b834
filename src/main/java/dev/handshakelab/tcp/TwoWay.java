package dev.handshakelab.tcp;

import dev.handshakelab.tcp.OpeningChoice.Handshake;
import dev.handshakelab.wire.Segment;

/**
 * The strawman: a handshake that ends with the second segment. Its server trusts the SYN alone, so
 * a SYN that lingered in the network opens a connection that nobody asked for. It exists to show
 * why there are three.
 *
 * <p>Nobody acknowledges the server's SYN, so nobody waits for that either: a SYN+ACK that is lost
 * is sent again when the client repeats its SYN.
 */
final class TwoWay {
  private static final Rule STRAWMAN = Rule.of("two-way strawman");

  private TwoWay() {}

  static boolean isOn(Context cx) {
    return cx.policy().handshake() == Handshake.TWO_WAY;
  }

  /** The server: SYN+ACK, and ESTABLISHED. */
  static Turn answer(Turn turn) {
    var answered = SynReceived.synAck(turn, Effect.Kind.ORIGINAL, STRAWMAN);
    var send = answered.tcb().send();
    var clocks = answered.tcb().clocks();
    var congestion = Congestion.initial(Transmission.segmentSize(answered.tcb()), false);
    return answered
        .know(send.acknowledged(send.nxt(), congestion))
        .know(clocks.with(clocks.roundTrip().untimed()))
        .enter(Phase.ESTABLISHED, STRAWMAN)
        .then(Reception::takeHeld)
        .then(Acknowledging::settle);
  }

  /** The client's SYN once more: our SYN+ACK was lost. */
  static Turn check(Turn turn, Segment segment) {
    boolean repeated =
        isOn(turn.cx())
            && turn.tcb().opening().passive()
            && segment.isSyn()
            && !segment.isAck()
            && segment.sequence().equals(turn.tcb().opening().irs());
    return repeated ? SynReceived.synAckAgain(turn, STRAWMAN).accepted(STRAWMAN).conclude() : turn;
  }
}
