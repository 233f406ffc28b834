package dev.handshakelab.tcp;

import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;

/**
 * SEGMENT ARRIVES in CLOSED (§3.10.7.1): there is no connection. Everything but a RST is answered
 * by a RST that its sender will believe.
 */
final class ArrivesClosed {
  private static final Rule CLOSED = Rule.rfc9293("3.10.7.1");

  private ArrivesClosed() {}

  static Outcome at(Context cx, Segment segment) {
    var dropped = new Effect.Dropped("no socket", CLOSED);
    if (segment.isRst()) {
      return Outcome.of(State.CLOSED, dropped);
    }
    var reset =
        segment.isAck()
            ? Output.reset(cx, segment.acknowledgment(), null)
            : Output.reset(cx, SequenceNumber.ZERO, segment.end());
    var packet = new Packet(Output.header(cx, 0, false, reset), reset);
    return Outcome.of(State.CLOSED, new Effect.Send(packet, Effect.Kind.ORIGINAL, CLOSED), dropped);
  }
}
