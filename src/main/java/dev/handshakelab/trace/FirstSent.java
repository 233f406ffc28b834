package dev.handshakelab.trace;

import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one end of a conversation by the numbers that they begin with: one that begins as
 * an earlier one did is its retransmission, in the words of the end that sends it.
 *
 * <p>Nearly every segment begins where all others end, so nobody can have begun there, and they are
 * kept in a row. The first that does not has all of them indexed.
 */
final class FirstSent {
  private final List<Entry.Sent> row = new ArrayList<>(4);
  private @Nullable SequenceNumber end;
  private @Nullable Map<Beginning, Integer> index;

  private record Beginning(SequenceNumber first, boolean syn) {
    static Beginning of(Segment segment) {
      return new Beginning(segment.sequence(), segment.isSyn());
    }
  }

  /** The ordinal of the first that began as this one does; null when it is the first itself. */
  @Nullable Integer before(Segment segment) {
    if (segment.length() == 0 || end == null || segment.sequence().isAtOrAfter(end)) {
      return null;
    }
    return indexed().get(Beginning.of(segment));
  }

  /** Another one was sent. */
  void add(Entry.Sent sent) {
    var segment = sent.packet().segment();
    if (segment.length() == 0) {
      return;
    }
    if (index != null) {
      index.putIfAbsent(Beginning.of(segment), sent.ordinal());
    } else {
      row.add(sent);
    }
    if (end == null || segment.end().isAfter(end)) {
      end = segment.end();
    }
  }

  private Map<Beginning, Integer> indexed() {
    if (index == null) {
      index = new HashMap<>();
      for (Entry.Sent sent : row) {
        index.putIfAbsent(Beginning.of(sent.packet().segment()), sent.ordinal());
      }
      row.clear();
    }
    return index;
  }
}
