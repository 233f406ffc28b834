package dev.handshakelab.tcp;

/** Entering TIME-WAIT: all other timers are turned off, 2 MSL begin (MUST-13). */
final class TimeWait {
  private static final Rule STARTED = Rule.rfc9293("3.6.1");

  private TimeWait() {}

  static Turn enter(Turn turn, Rule rule) {
    var entered = turn.enter(Phase.TIME_WAIT, rule);
    for (Timer timer : Timer.values()) {
      if (timer != Timer.TIME_WAIT) {
        entered = entered.stop(timer, rule);
      }
    }
    return restart(entered, STARTED);
  }

  static Turn restart(Turn turn, Rule rule) {
    return turn.startIn(Timer.TIME_WAIT, turn.policy().timeWaitNs(), rule);
  }
}
