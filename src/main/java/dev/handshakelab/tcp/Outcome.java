package dev.handshakelab.tcp;

import java.util.List;

/** What a step answers: the state after it, and what is to be done, in order. */
public record Outcome(State next, Effects effects) {
  Outcome(State next, List<Effect> effects) {
    this(next, Effects.copyOf(effects));
  }

  static Outcome of(State next, Effect... effects) {
    return new Outcome(next, Effects.of(effects));
  }
}
