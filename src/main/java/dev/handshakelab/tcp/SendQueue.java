package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SequenceNumber;

/**
 * What the user wants sent and the peer has not acknowledged yet, sent or not: it is the
 * retransmission queue as well.
 *
 * @param first the position of the first octet of {@code text}
 * @param fin the user has closed: a FIN follows the text
 */
public record SendQueue(SequenceNumber first, Octets text, boolean fin) {
  static SendQueue empty(SequenceNumber first) {
    return new SendQueue(first, Octets.EMPTY, false);
  }

  /** The position after all text: where a FIN stands. */
  SequenceNumber endOfText() {
    return first.plus(text.length());
  }

  /** The position after all that the user wants sent. */
  SequenceNumber end() {
    return endOfText().plus(fin ? 1 : 0);
  }

  SendQueue plus(Octets more) {
    return new SendQueue(first, text.plus(more), fin);
  }

  SendQueue closed() {
    return new SendQueue(first, text, true);
  }

  SendQueue acknowledged(SequenceNumber ack) {
    int done = Math.clamp(ack.minus(first), 0, text.length());
    return done == 0 ? this : new SendQueue(first.plus(done), text.from(done), fin);
  }

  /** Text from {@code seq} on, at most {@code length} octets. */
  Octets text(SequenceNumber seq, int length) {
    int from = Math.clamp(seq.minus(first), 0, text.length());
    return text.slice(from, Math.min(from + length, text.length()));
  }
}
