package dev.handshakelab.tcp;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Entering TIME-WAIT: all other timers are turned off, 2 MSL begin (MUST-13). */
final class TimeWait {
  private static final Rule STARTED = Rule.rfc9293("3.6.1");

  private static final Set<Timer> OTHERS =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Timer.TIME_WAIT)));

  private TimeWait() {}

  static Turn enter(Turn turn, Rule rule) {
    return restart(turn.enter(Phase.TIME_WAIT, rule).stop(OTHERS, rule), STARTED);
  }

  static Turn restart(Turn turn, Rule rule) {
    return turn.startIn(Timer.TIME_WAIT, turn.policy().timeWaitNs(), rule);
  }
}
