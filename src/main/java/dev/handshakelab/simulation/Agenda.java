package dev.handshakelab.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What is due when. At one instant arrivals come before calls, and equals in the order in which
 * they were put down; timers, which come before both, are their hosts' to know.
 *
 * <p>Most of what is put down is due after what was put down before it: on one way segments do not
 * overtake each other, and a script is written in order. So there are a few lines in which each
 * stands behind one who goes before it, and a heap for those who fit behind nobody. The first of
 * all is the first of one of these.
 */
final class Agenda {
  /** Nothing is due. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int MOST_LINES = 8;

  private final List<Deque<Item>> lines = new ArrayList<>(MOST_LINES);
  private final Queue<Item> heap = new PriorityQueue<>();
  private @Nullable Item first;
  private @Nullable Queue<Item> ofFirst;
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

    /** Whether it goes before {@code other}; before nobody it always does. */
    boolean isBefore(@Nullable Item other) {
      return other == null || compareTo(other) < 0;
    }
  }

  void put(long atNs, Rank rank, Runnable what) {
    var item = new Item(atNs, rank, count++, what);
    var queue = queueFor(item);
    queue.add(item);
    if (item.isBefore(first)) {
      first = item;
      ofFirst = queue;
    }
  }

  /** The line whose last goes closest before {@code item}; a new one, or the heap, without any. */
  private Queue<Item> queueFor(Item item) {
    Deque<Item> best = null;
    Item closest = null;
    for (Deque<Item> line : lines) {
      Item last = line.peekLast();
      boolean fits = last == null || last.isBefore(item);
      boolean closer = closest == null || last != null && closest.isBefore(last);
      if (fits && (best == null || last != null && closer)) {
        best = line;
        closest = last;
      }
    }
    if (best == null && lines.size() == MOST_LINES) {
      return heap;
    }
    return best == null ? newLine() : best;
  }

  private Deque<Item> newLine() {
    Deque<Item> line = new ArrayDeque<>();
    lines.add(line);
    return line;
  }

  long next() {
    return first == null ? NEVER : first.atNs();
  }

  /** Takes what is due first; null when nothing is. */
  @Nullable Runnable take() {
    if (first == null || ofFirst == null) {
      return null;
    }
    var taken = first;
    ofFirst.remove();
    first = null;
    for (Deque<Item> line : lines) {
      consider(line);
    }
    consider(heap);
    return taken.what();
  }

  private void consider(Queue<Item> queue) {
    Item head = queue.peek();
    if (head != null && head.isBefore(first)) {
      first = head;
      ofFirst = queue;
    }
  }
}
