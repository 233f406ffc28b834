package dev.handshakelab.trace;

import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells retransmissions by their sequence numbers, where the sender does not: a segment that begins
 * with a number that an earlier one of the same end has carried. A segment that carries none, a
 * mere acknowledgment, is never one.
 */
public final class Retransmissions {
  private final Map<Party, List<Carried>> carried = new EnumMap<>(Party.class);

  private record Carried(int ordinal, SequenceNumber from, int length) {}

  /**
   * The ordinal of the first segment that carried what this one begins with; null when none did.
   * Segments of one conversation are to be asked about in order of sending, each once.
   */
  public @Nullable Integer of(Party from, int ordinal, Segment segment) {
    if (segment.length() == 0 || segment.isRst()) {
      return null;
    }
    List<Carried> earlier = carried.computeIfAbsent(from, none -> new ArrayList<>());
    for (Carried one : earlier) {
      if (segment.sequence().isWithin(one.from(), one.length())) {
        return one.ordinal();
      }
    }
    earlier.add(new Carried(ordinal, segment.sequence(), segment.length()));
    return null;
  }
}
