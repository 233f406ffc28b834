package dev.handshakelab.tcp;

/** Entering TIME-WAIT: all other timers are turned off, 2 MSL begin (MUST-13). */
final class TimeWait {
  private TimeWait() {}

  static Turn enter(Turn turn, Rule rule) {
    return turn.enter(Phase.TIME_WAIT, rule)
        .stop(Timer.RETRANSMIT, rule)
        .stop(Timer.LOSS_PROBE, rule)
        .stop(Timer.FIN_WAIT_2, rule)
        .stop(Timer.KEEPALIVE, rule)
        .then(entered -> restart(entered, rule));
  }

  static Turn restart(Turn turn, Rule rule) {
    return turn.start(Timer.TIME_WAIT, turn.cx().nowNs() + turn.cx().policy().timeWaitNs(), rule);
  }
}
