package dev.handshakelab.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
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
 * stands behind one who goes before it, and a heap for those who fit behind nobody. The lines are
 * in the order of who is first in each, so the first of all is the first of the first line or of
 * the heap.
 */
final class Agenda {
  /** Nothing is due. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int MOST_LINES = 8;

  /** The empty ones last. */
  private final List<Deque<Item>> lines = new ArrayList<>(MOST_LINES);

  private final Queue<Item> heap = new PriorityQueue<>(1);
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
    int line = lineFor(item);
    if (line == MOST_LINES) {
      heap.add(item);
      return;
    }
    lines.get(line).add(item);
    for (int i = line; i > 0 && goesBefore(i, i - 1); i--) {
      Collections.swap(lines, i, i - 1);
    }
  }

  /**
   * The line whose last goes closest before {@code item}; an empty or a new one without any, {@link
   * #MOST_LINES} when there are too many.
   */
  private int lineFor(Item item) {
    int best = lines.size();
    Item closest = null;
    for (int i = 0; i < lines.size(); i++) {
      Item last = lines.get(i).peekLast();
      if (last == null) {
        best = closest == null ? i : best;
        break;
      }
      if (last.isBefore(item) && (closest == null || closest.isBefore(last))) {
        best = i;
        closest = last;
      }
    }
    if (best == lines.size() && best < MOST_LINES) {
      lines.add(new ArrayDeque<>(4));
    }
    return best;
  }

  /** Whether the first of one line goes before the first of another. */
  private boolean goesBefore(int line, int other) {
    Item first = lines.get(line).peek();
    return first != null && first.isBefore(lines.get(other).peek());
  }

  long next() {
    var queue = first();
    return queue == null ? NEVER : queue.element().atNs();
  }

  /** Takes what is due first; null when nothing is. */
  @Nullable Runnable take() {
    var queue = first();
    if (queue == null) {
      return null;
    }
    var taken = queue.remove();
    for (int i = 0; i + 1 < lines.size() && goesBefore(i + 1, i); i++) {
      Collections.swap(lines, i, i + 1);
    }
    return taken.what();
  }

  /** Whose first is the first of all; null when nobody is there. */
  private @Nullable Queue<Item> first() {
    Item waiting = heap.peek();
    Item inLine = lines.isEmpty() ? null : lines.getFirst().peek();
    if (inLine == null) {
      return waiting == null ? null : heap;
    }
    return waiting != null && waiting.isBefore(inLine) ? heap : lines.getFirst();
  }
}
