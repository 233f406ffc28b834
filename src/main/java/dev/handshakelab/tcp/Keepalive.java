package dev.handshakelab.tcp;

import dev.handshakelab.tcp.OpeningChoice.SimultaneousOpen;
import dev.handshakelab.wire.Flags;

/**
 * Asking a silent peer whether it lives (§3.8.4): a segment one below SND.NXT cannot be taken, so
 * it must be answered. It is sent only when nothing is outstanding and nothing was heard for the
 * idle time (MUST-26).
 */
final class Keepalive {
  private static final Rule KEEPALIVE = Rule.rfc9293("3.8.4");

  private Keepalive() {}

  /** {@code <SEQ=SND.NXT−1><ACK=RCV.NXT><CTL=ACK>}, without text (SHLD-12). */
  static Turn probe(Turn turn, Rule rule) {
    var segment =
        Output.control(turn.cx(), turn.tcb(), turn.tcb().send().nxt().plus(-1), Flags.ACK);
    return Output.emit(turn, segment, Effect.Kind.PROBE, false, rule);
  }

  /** The connection is ESTABLISHED; off unless the user asks for it (MUST-24, MUST-25). */
  static Turn arm(Turn turn) {
    long idle = turn.cx().settings().keepalive().idleNs();
    return idle == 0 ? turn : turn.startIn(Timer.KEEPALIVE, idle, KEEPALIVE);
  }

  /**
   * The same after crossed SYNs. Linux arms it where it connects (net/ipv4/tcp_input.c,
   * tcp_finish_connect) and for what a listener begets, and forgets it here.
   */
  static Turn armAfterCrossing(Turn turn) {
    return turn.policy().simultaneousOpen() == SimultaneousOpen.FIGURE_7_AND_ACK ? turn : arm(turn);
  }

  /** The timer ran out: was the peer silent so long, and is nothing else going to ask it? */
  static Turn expired(Turn turn) {
    var settings = turn.cx().settings().keepalive();
    var clocks = turn.tcb().clocks();
    var send = turn.tcb().send();
    if (!send.allAcknowledged() || send.hasUnsent()) {
      return turn.startIn(Timer.KEEPALIVE, settings.idleNs(), KEEPALIVE);
    }
    long silentUntil = clocks.heardAtNs() + settings.idleNs();
    if (turn.cx().nowNs() < silentUntil) {
      return turn.start(Timer.KEEPALIVE, silentUntil, KEEPALIVE);
    }
    if (clocks.probes() >= settings.probes()) {
      return Timeouts.abort(turn.abortPeer(KEEPALIVE), Timeouts.TIMED_OUT, KEEPALIVE);
    }
    return probe(turn.know(clocks.probed()), KEEPALIVE)
        .startIn(Timer.KEEPALIVE, settings.intervalNs(), KEEPALIVE);
  }
}
