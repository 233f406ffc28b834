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
  private final Map<Party, Carried> carried = new EnumMap<>(Party.class);

  /** The segments of one end that carried something new, and the position after the last. */
  private static final class Carried {
    private final List<Run> runs = new ArrayList<>();
    private @Nullable SequenceNumber next;

    private record Run(int ordinal, SequenceNumber first, int length) {}

    private @Nullable Integer firstWith(SequenceNumber number) {
      if (next == null || number.isAtOrAfter(next)) {
        return null;
      }
      for (Run run : runs) {
        if (number.isWithin(run.first(), run.length())) {
          return run.ordinal();
        }
      }
      return null;
    }

    private void add(int ordinal, Segment segment) {
      runs.add(new Run(ordinal, segment.sequence(), segment.length()));
      if (next == null || segment.end().isAfter(next)) {
        next = segment.end();
      }
    }
  }

  /**
   * The ordinal of the first segment that carried what this one begins with; null when none did.
   * Segments of one conversation are to be asked about in order of sending, each once.
   */
  public @Nullable Integer of(Party from, int ordinal, Segment segment) {
    if (segment.length() == 0 || segment.isRst()) {
      return null;
    }
    Carried earlier = carried.computeIfAbsent(from, none -> new Carried());
    Integer first = earlier.firstWith(segment.sequence());
    if (first == null) {
      earlier.add(ordinal, segment);
    }
    return first;
  }
}
