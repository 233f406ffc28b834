package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SequenceNumber;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the user wants sent and the peer has not acknowledged yet, sent or not: it is the
 * retransmission queue as well.
 *
 * <p>What was sent is sent again as it was cut: into full segments, and where all that there was
 * had gone out before the user wrote more, or closed. Small segments go together if they fit, as
 * Linux has it (tcp_retrans_try_collapse).
 *
 * @param first the position of the first octet of {@code text}
 * @param fin the user has closed: a FIN follows the text
 * @param cuts where a segment ended before what follows it was there, in order
 */
public record SendQueue(SequenceNumber first, Octets text, boolean fin, List<SequenceNumber> cuts) {
  static SendQueue empty(SequenceNumber first) {
    return new SendQueue(first, Octets.EMPTY, false, List.of());
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
    return new SendQueue(first, text.plus(more), fin, cuts);
  }

  SendQueue closed() {
    return new SendQueue(first, text, true, cuts);
  }

  /** As it is when more is to come: what has all gone out by then stays apart from that. */
  SendQueue sentUpTo(SequenceNumber nxt) {
    return text.isEmpty() || !nxt.equals(endOfText())
        ? this
        : new SendQueue(first, text, fin, Stream.concat(cuts.stream(), Stream.of(nxt)).toList());
  }

  SendQueue acknowledged(SequenceNumber ack) {
    int done = Math.clamp(ack.minus(first), 0, text.length());
    return done == 0
        ? this
        : new SendQueue(
            first.plus(done),
            text.from(done),
            fin,
            cuts.isEmpty() ? cuts : cuts.stream().filter(cut -> cut.isAfter(ack)).toList());
  }

  /** Text from {@code seq} on, at most {@code length} octets. */
  Octets text(SequenceNumber seq, int length) {
    int from = Math.clamp(seq.minus(first), 0, text.length());
    return text.slice(from, Math.min(from + length, text.length()));
  }

  /** Whether text up to here is pushed: no user waits for more, or none waited (§3.9.1.2). */
  boolean isPushed(SequenceNumber end) {
    return end.equals(endOfText()) || cuts.contains(end);
  }

  /**
   * How many octets of text go into one segment when they are sent again.
   *
   * @param sent the octets of text from {@code seq} on that were sent
   * @param mss what a segment holds, in octets
   */
  int again(SequenceNumber seq, int sent, int mss) {
    int taken = 0;
    int next = piece(seq, sent, mss);
    while (next > 0 && taken + next <= mss) {
      taken += next;
      next = piece(seq.plus(taken), sent - taken, mss);
    }
    return taken;
  }

  /** Whether the FIN, when it is sent again, is in the segment that ends the text. */
  boolean isFinWithText(SequenceNumber seq, int sent, int mss) {
    return piece(seq, sent, mss) < mss || !cuts.contains(endOfText());
  }

  /** What the segment at {@code seq} carried, in octets of text. */
  private int piece(SequenceNumber seq, int sent, int mss) {
    for (SequenceNumber cut : cuts) {
      if (cut.isAfter(seq)) {
        return Math.min(Math.min(cut.minus(seq), sent), mss);
      }
    }
    return Math.min(sent, mss);
  }

  /**
   * Where the last segment that was sent began.
   *
   * @param end where its text ended
   * @param fin whether it had the FIN
   * @param mss what a segment holds, in octets
   */
  SequenceNumber lastSent(SequenceNumber end, boolean fin, int mss) {
    SequenceNumber from = first;
    for (SequenceNumber cut : cuts) {
      if (cut.isBefore(end) || fin && cut.equals(end)) {
        from = cut;
      }
    }
    int text = end.minus(from);
    return text == 0 ? end : end.plus(-((text - 1) % mss + 1));
  }
}
