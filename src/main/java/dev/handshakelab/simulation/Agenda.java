package dev.handshakelab.simulation;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is due when. At one instant arrivals come before calls, and equals in the order in which
 * they were put down; timers, which come before both, are their hosts' to know.
 */
final class Agenda {
  /** Nothing is due. */
  static final long NEVER = Long.MAX_VALUE;

  private final PriorityQueue<Item> items = new PriorityQueue<>();
  private long count;

  /** What goes first at one instant. */
  enum Rank {
    ARRIVAL,
    CALL
  }

  private record Item(long atNs, Rank rank, long number, Runnable what)
      implements Comparable<Item> {
    @Override
    public int compareTo(Item other) {
      int byTime = Long.compare(atNs, other.atNs);
      int byRank = byTime == 0 ? rank.compareTo(other.rank) : byTime;
      return byRank == 0 ? Long.compare(number, other.number) : byRank;
    }
  }

  void put(long atNs, Rank rank, Runnable what) {
    items.add(new Item(atNs, rank, count++, what));
  }

  long next() {
    Item first = items.peek();
    return first == null ? NEVER : first.atNs();
  }

  /** Takes what is due first; null when nothing is. */
  @Nullable Runnable take() {
    Item first = items.poll();
    return first == null ? null : first.what();
  }
}
