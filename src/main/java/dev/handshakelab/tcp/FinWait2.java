package dev.handshakelab.tcp;

/**
 * Our FIN is acknowledged, the peer's has not come. RFC 9293 waits for it as long as it takes;
 * where no user is left to wait, Linux does so for tcp_fin_timeout, or three and a half RTOs.
 */
final class FinWait2 {
  private static final Rule ORPHAN = Rule.linux("tcp_fin_timeout");

  private FinWait2() {}

  static Turn enter(Turn turn, Rule rule) {
    return orphaned(turn.enter(Phase.FIN_WAIT_2, rule));
  }

  /** Starts the timer of a connection in FIN-WAIT-2 whose user is gone. */
  static Turn orphaned(Turn turn) {
    if (!turn.tcb().user().gone()) {
      return turn;
    }
    long rto = turn.tcb().clocks().rtoNs();
    long wait = Math.max(turn.cx().settings().patience().finWait2Ns(), 7 * rto / 2);
    return turn.startIn(Timer.FIN_WAIT_2, wait, ORPHAN).stop(Timer.KEEPALIVE, ORPHAN);
  }

  static Turn expired(Turn turn) {
    return turn.leaveTo(State.CLOSED, ORPHAN);
  }
}
