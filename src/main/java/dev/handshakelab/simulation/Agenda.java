package dev.handshakelab.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is due when. At one instant arrivals come before calls, and equals in the order in which
 * they were put down; timers, which come before both, are their hosts' to know.
 */
final class Agenda {
  /** Nothing is due. */
  static final long NEVER = Long.MAX_VALUE;

  private static final Comparator<Item> ORDER =
      Comparator.comparingLong(Item::atNs)
          .thenComparing(Item::rank)
          .thenComparingLong(Item::number);

  private final PriorityQueue<Item> items = new PriorityQueue<>(ORDER);
  private long count;

  /** What goes first at one instant. */
  enum Rank {
    ARRIVAL,
    CALL
  }

  private record Item(long atNs, Rank rank, long number, Runnable what) {}

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
