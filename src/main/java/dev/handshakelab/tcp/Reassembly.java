package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Receiving.Held;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Putting text in order. Pieces that touch become one piece, so what is held is as short as a SACK
 * option would tell it, the latest first.
 */
final class Reassembly {
  private Reassembly() {}

  /** What of {@code arrived} is new and inside the window; empty when nothing is. */
  static Held cut(Held arrived, Receiving receive) {
    int old = Math.clamp(receive.nxt().minus(arrived.sequence()), 0, arrived.text().length());
    var sequence = arrived.sequence().plus(old);
    var text = arrived.text().from(old);
    int room = receive.edge().minus(sequence);
    boolean textFits = text.length() <= room;
    var kept = textFits ? text : text.slice(0, Math.max(room, 0));
    boolean finIsNew = sequence.plus(text.length()).isAtOrAfter(receive.nxt());
    boolean fin = arrived.fin() && textFits && text.length() < room && finIsNew;
    return new Held(sequence, kept, fin);
  }

  /** The pieces with one more, which comes first. What is there already stays as it is. */
  static List<Held> insert(List<Held> held, Held more) {
    if (held.isEmpty()) {
      return List.of(more);
    }
    var merged = more;
    List<Held> others = new ArrayList<>(held.size() + 1);
    for (Held piece : held) {
      if (touch(merged, piece)) {
        merged = join(merged, piece);
      } else {
        others.add(piece);
      }
    }
    others.addFirst(merged);
    // The larger piece may touch one that the smaller did not.
    return others.size() == held.size() + 1 || others.size() == 1
        ? others
        : insert(others.subList(1, others.size()), merged);
  }

  private static boolean touch(Held one, Held other) {
    return one.sequence().isAtOrBefore(other.end()) && other.sequence().isAtOrBefore(one.end());
  }

  /** Both in one, where they overlap the text that begins earlier. */
  private static Held join(Held one, Held other) {
    boolean inOrder = one.sequence().isAtOrBefore(other.sequence());
    var earlier = inOrder ? one : other;
    var later = inOrder ? other : one;
    int overlap = earlier.endOfText().minus(later.sequence());
    Octets rest =
        overlap >= later.text().length() ? Octets.EMPTY : later.text().from(Math.max(overlap, 0));
    return new Held(earlier.sequence(), earlier.text().plus(rest), earlier.fin() || later.fin());
  }

  /** The piece that begins where {@code nxt} is; null when there is none. */
  static @Nullable Held next(List<Held> held, SequenceNumber nxt) {
    for (int i = 0; i < held.size(); i++) {
      if (held.get(i).sequence().equals(nxt)) {
        return held.get(i);
      }
    }
    return null;
  }

  static List<Held> without(List<Held> held, Held piece) {
    List<Held> left = new ArrayList<>(held);
    left.remove(piece);
    return left;
  }
}
