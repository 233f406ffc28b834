package dev.handshakelab.comparison;

import org.jspecify.annotations.Nullable;

/**
 * The window of a kernel that has received something. It offers what its buffer has room for, so
 * what it has not read yet is missing, and full segments enlarge it; but it never takes back what
 * it has offered, but by a SYN cookie, and no segment adds more than twice the MSS that it
 * announced itself (advmss in tcp_grow_window).
 */
final class ReceiveBuffer {
  private ReceiveBuffer() {}

  /** Whether the window that a kernel offers is one that it can have come to. */
  static boolean explains(Moment moment) {
    Piece ours = moment.pair().simulated();
    Piece theirs = moment.pair().real();
    Long at = theirs == null ? null : theirs.sent().atNs();
    if (ours == null || theirs == null || at == null) {
      return false;
    }
    View view = moment.conversation().real();
    int segments = new Arrivals(view, moment.host()).dataBy(at);
    long grown = 2L * view.announced(moment.host()) * segments + view.grain(moment.host());
    long most = moment.conversation().simulated().window(ours.last(), moment.host()) + grown;
    return segments > 0
        && view.window(theirs.last(), moment.host()) <= most
        && !takesBack(view, theirs, moment);
  }

  /** Whether the right edge is left of one that was offered before. */
  private static boolean takesBack(View view, Piece piece, Moment moment) {
    Long edge = edge(view, piece, moment);
    for (Piece before : view.of(moment.host())) {
      if (before.number() >= piece.number()) {
        break;
      }
      Long offered = isForgotten(before, moment) ? null : edge(view, before, moment);
      if (edge != null && offered != null && edge < offered - view.grain(moment.host())) {
        return true;
      }
    }
    return false;
  }

  /** Nothing is kept of a cookie, not even what it offered. */
  private static boolean isForgotten(Piece sent, Moment moment) {
    return sent.segment().isSyn()
        && moment.run().cookies().answer(moment.connection(), moment.host());
  }

  private static @Nullable Long edge(View view, Piece piece, Moment moment) {
    var segment = piece.last();
    Integer acknowledged =
        segment.isAck() && !segment.isRst()
            ? view.offset(segment.acknowledgment(), moment.host().other())
            : null;
    return acknowledged == null ? null : acknowledged + view.window(segment, moment.host());
  }
}
