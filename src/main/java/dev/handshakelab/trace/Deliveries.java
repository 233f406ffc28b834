package dev.handshakelab.trace;

import org.jspecify.annotations.Nullable;

/** What became of a segment at the end it was sent to. */
final class Deliveries {
  private Deliveries() {}

  /** Whether a copy arrived whole and, as far as anybody knows, was accepted. */
  static boolean isTaken(TracedSegment segment) {
    return segment.deliveries().stream().anyMatch(Deliveries::isTaken);
  }

  /** When the first such copy arrived; null when none did or nobody knows when. */
  static @Nullable Long takenNs(TracedSegment segment) {
    for (Entry.Arrived arrived : segment.deliveries()) {
      if (isTaken(arrived)) {
        return arrived.atNs();
      }
    }
    return null;
  }

  private static boolean isTaken(Entry.Arrived arrived) {
    return !arrived.corrupted()
        && switch (arrived.disposition()) {
          case ACCEPTED, UNKNOWN -> true;
          case DROPPED, ANSWERED_AND_DROPPED, NO_SOCKET -> false;
        };
  }
}
