package dev.handshakelab.comparison;

import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Segment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What had arrived at one end of a conversation by a time, by the trace that it is in. */
final class Arrivals {
  private final View view;
  private final Party host;

  /**
   * @param host at which things arrive
   */
  Arrivals(View view, Party host) {
    this.view = view;
    this.host = host;
  }

  /** When the first copy of a segment arrived; null when none did or nobody knows. */
  static @Nullable Long firstNs(TracedSegment segment) {
    Long first = null;
    for (Entry.Arrived arrived : segment.deliveries()) {
      Long at = arrived.atNs();
      first = at == null || arrived.corrupted() || first != null && first <= at ? first : at;
    }
    return first;
  }

  /** The peer's segments, injected ones included, that had arrived by then. */
  List<Segment> by(long atNs) {
    List<Segment> arrived = new ArrayList<>();
    for (Piece piece : view.of(host.other())) {
      for (TracedSegment part : piece.parts()) {
        Long first = firstNs(part);
        if (first != null && first <= atNs) {
          arrived.add(part.sent().packet().segment());
        }
      }
    }
    return arrived;
  }

  /** RCV.NXT by then, counted from the peer's ISN; 0 before its SYN has arrived. */
  int nextBy(long atNs) {
    List<Segment> arrived = by(atNs);
    int next = 0;
    boolean more = true;
    while (more) {
      more = false;
      for (Segment segment : arrived) {
        Integer begin = view.offset(segment.sequence(), host.other());
        int end = begin == null ? 0 : begin + segment.length();
        if (begin != null && begin >= 0 && begin <= next && end > next) {
          next = end;
          more = true;
        }
      }
    }
    return next;
  }

  /** How many segments with data had arrived by then. */
  int dataBy(long atNs) {
    return (int) by(atNs).stream().filter(segment -> !segment.payload().isEmpty()).count();
  }
}
