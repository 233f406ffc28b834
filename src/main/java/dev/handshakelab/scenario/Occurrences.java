package dev.handshakelab.scenario;

import dev.handshakelab.wire.Segment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many of the transmissions of one end on one connection each pattern has matched so far,
 * retransmissions included. All that {@link Impairments} has to know of the past.
 */
@SuppressWarnings("EnumOrdinal") // the slots of an array, never stored
public final class Occurrences {
  private static final List<SegmentPattern> PATTERNS = List.of(SegmentPattern.values());

  /** Before the first transmission. */
  public static final Occurrences NONE = new Occurrences(new int[PATTERNS.size()]);

  private final int[] counts;

  private Occurrences(int[] counts) {
    this.counts = counts;
  }

  public int of(SegmentPattern pattern) {
    return counts[pattern.ordinal()];
  }

  /** After one more transmission. */
  public Occurrences plus(Segment segment) {
    int[] more = counts.clone();
    for (int i = 0; i < more.length; i++) {
      if (PATTERNS.get(i).matches(segment)) {
        more[i]++;
      }
    }
    return new Occurrences(more);
  }

  /** Which transmission the last one was, from 1. */
  int transmission() {
    return of(SegmentPattern.ANY);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Occurrences that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }
}
