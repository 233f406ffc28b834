package dev.handshakelab.comparison;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import org.jspecify.annotations.Nullable;

/**
 * More SYNs than a listener has room for. Which of them finds a place, and how often the SYN+ACK of
 * one that did is repeated, depends on how many others are half open at that moment, and so on when
 * each of their timers runs out. A kernel's wheel lets those that are due within an eighth of their
 * time run out together.
 */
final class CrowdedQueue {
  /** Up to half of this, or of a larger backlog, nothing is given up early. */
  private static final int SMALL = 8;

  private CrowdedQueue() {}

  /**
   * Since when a queue was more than half full: from that moment on two queues are not the same
   * again before they are empty. Null when that never was.
   */
  static @Nullable Long sinceNs(Trace simulated) {
    int most = most(simulated);
    int halfOpen = 0;
    for (Entry.Transition move : simulated.transitions()) {
      halfOpen += change(move);
      if (halfOpen * 2 > Math.max(SMALL, most)) {
        return move.atNs();
      }
    }
    return null;
  }

  /** Whether that was before the last that, simulated, is seen of a connection. */
  static boolean isFor(Aligned run, int connection) {
    Long since = run.crowdedNs();
    long last = Long.MIN_VALUE;
    for (Pair pair : run.conversation(connection).all()) {
      Long at = pair.simulated() == null ? null : pair.simulated().sent().atNs();
      last = at == null ? last : Math.max(last, at);
    }
    return since != null && since <= last;
  }

  private static int most(Trace simulated) {
    int halfOpen = 0;
    int most = 0;
    for (Entry.Transition move : simulated.transitions()) {
      halfOpen += change(move);
      most = Math.max(most, halfOpen);
    }
    return most;
  }

  private static int change(Entry.Transition move) {
    if (move.endpoint() != Party.SERVER || move.subject() != Entry.Subject.CONNECTION) {
      return 0;
    }
    return (move.to() == StateName.SYN_RECEIVED ? 1 : 0)
        - (move.from() == StateName.SYN_RECEIVED ? 1 : 0);
  }
}
