package dev.handshakelab.tcp;

import java.util.List;

/** What a step answers: the state after it, and what is to be done, in order. */
public record Outcome(State next, List<Effect> effects) {
  static Outcome of(State next, Effect... effects) {
    return new Outcome(next, List.of(effects));
  }

  static Outcome of(State next, Effects effects) {
    return new Outcome(next, effects.toList());
  }
}
