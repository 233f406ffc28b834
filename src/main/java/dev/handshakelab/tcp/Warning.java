package dev.handshakelab.tcp;

import java.util.ArrayList;
import java.util.List;

/**
 * A segment was sent again so often that something is wrong (§3.8.3): IP is warned, so that it may
 * look for another way (MUST-20 b), and the user is told before all is given up (SHLD-9).
 */
final class Warning {
  private static final Rule R1 = Rule.rfc9293("3.8.3");

  private Warning() {}

  /** What follows from a retransmission; nothing unless it is the one that reaches R1. */
  static List<Effect> effects(Context cx, Clocks clocks) {
    if (clocks.retransmissions() != cx.settings().patience().r1()) {
      return List.of();
    }
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.NegativeAdvice(R1));
    if (cx.policy().atR1() == SendingChoice.AtR1.TELL) {
      effects.add(new Effect.Returned(0, "REPORT", "excessive retransmissions", true, R1));
    }
    return effects;
  }

  static Turn told(Turn turn) {
    var now = turn;
    for (var effect : effects(turn.cx(), turn.tcb().clocks())) {
      now = now.with(effect);
    }
    return now;
  }
}
