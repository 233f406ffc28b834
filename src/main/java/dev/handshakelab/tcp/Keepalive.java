package dev.handshakelab.tcp;

import dev.handshakelab.wire.Flags;

/**
 * Asking a silent peer whether it lives (§3.8.4): a segment one below SND.NXT cannot be taken, so
 * it must be answered.
 */
final class Keepalive {
  private static final Rule KEEPALIVE = Rule.rfc9293("3.8.4");

  private Keepalive() {}

  /** {@code <SEQ=SND.NXT−1><ACK=RCV.NXT><CTL=ACK>}, without text. */
  static Turn probe(Turn turn, Rule rule) {
    var segment =
        Output.control(turn.cx(), turn.tcb(), turn.tcb().send().nxt().plus(-1), Flags.ACK);
    return Output.emit(turn, segment, Effect.Kind.PROBE, false, rule);
  }

  /**
   * The first probe is due after the idle time; off unless the user asks for it (MUST-24, MUST-25).
   */
  static Turn arm(Turn turn) {
    long idle = turn.cx().settings().keepalive().idleNs();
    return idle == 0 ? turn : turn.start(Timer.KEEPALIVE, turn.cx().nowNs() + idle, KEEPALIVE);
  }
}
