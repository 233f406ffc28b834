package dev.handshakelab.tcp;

import dev.handshakelab.wire.Segment;

/**
 * SEGMENT ARRIVES in CLOSED (§3.10.7.1): there is no connection. Everything but a RST is answered
 * by a RST that its sender will believe.
 */
final class ArrivesClosed {
  private static final Rule CLOSED = Rule.rfc9293("3.10.7.1");

  private ArrivesClosed() {}

  static Outcome at(Context cx, Segment segment) {
    var dropped = new Effect.Dropped("no socket", CLOSED);
    return segment.isRst()
        ? Outcome.of(State.CLOSED, dropped)
        : Outcome.of(State.CLOSED, Output.stray(cx, Output.refusal(cx, segment), CLOSED), dropped);
  }
}
