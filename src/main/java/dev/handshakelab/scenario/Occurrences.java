package dev.handshakelab.scenario;

import dev.handshakelab.wire.Segment;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many of the transmissions of one end on one connection each pattern has matched so far,
 * retransmissions included. All that {@link Impairments} has to know of the past.
 *
 * @param counts patterns that never matched are left out
 */
public record Occurrences(Map<SegmentPattern, Integer> counts) {
  /** Before the first transmission. */
  public static final Occurrences NONE = new Occurrences(Map.of());

  public int of(SegmentPattern pattern) {
    return counts.getOrDefault(pattern, 0);
  }

  /** After one more transmission. */
  public Occurrences plus(Segment segment) {
    Map<SegmentPattern, Integer> more = new EnumMap<>(SegmentPattern.class);
    more.putAll(counts);
    for (SegmentPattern pattern : SegmentPattern.values()) {
      if (pattern.matches(segment)) {
        more.merge(pattern, 1, Integer::sum);
      }
    }
    return new Occurrences(Collections.unmodifiableMap(more));
  }

  /** Which transmission the last one was, from 1. */
  int transmission() {
    return of(SegmentPattern.ANY);
  }
}
