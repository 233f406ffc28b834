package dev.handshakelab.tcp;

import java.util.Arrays;

/**
 * Which connection's timer runs out first, and of those due at once the one with the lowest number.
 *
 * <p>Timers have few lengths, and those of one length run out in the order in which they were
 * started: so each joins the end of a queue, that of the last of those who are due before it, and
 * leaves it from wherever it stands, at the same cost however many wait. Who can join none, because
 * everybody's last is due later, is sorted into a heap.
 */
final class DueOrder {
  /** For e.g. a delayed ACK, a retransmission timeout, TIME-WAIT and keepalive. */
  private static final int QUEUES = 4;

  /** The place of who is in no queue but in the heap. */
  private static final byte IN_HEAP = QUEUES + 1;

  /** By queue: the number of who is due first in it, and last; 0 when it is empty. */
  private final int[] heads = new int[QUEUES];

  private final int[] tails = new int[QUEUES];

  /** By number: which queue it is in, from 1, or {@link #IN_HEAP}; 0 when no timer of it runs. */
  private byte[] places = new byte[4];

  /** By number: who is before it in its queue, and behind it; 0 for nobody. */
  private int[] before = new int[4];

  private int[] behind = new int[4];

  /** By number: when it is due; that of 0 is never read. */
  private long[] deadlines = new long[4];

  private final DueHeap heap = new DueHeap();
  private int first;

  /** The number of who is due first; 0 when nobody is. */
  int first() {
    return first;
  }

  /** When that is; {@link Deadlines#NONE} when nobody is due. */
  long earliest() {
    return first == 0 ? Deadlines.NONE : deadlines[first];
  }

  /**
   * @param number from 1
   * @param deadline {@link Deadlines#NONE} when no timer runs any more
   */
  void put(int number, long deadline) {
    if (number >= places.length) {
      grow(Math.max(number + 1, 2 * places.length));
    }
    int place = places[number];
    if (place == 0 ? deadline == Deadlines.NONE : deadline == deadlines[number]) {
      return;
    }
    if (place != 0) {
      leave(number, place);
    }
    if (deadline != Deadlines.NONE) {
      deadlines[number] = deadline;
      join(number);
    }
  }

  private void grow(int length) {
    places = Arrays.copyOf(places, length);
    before = Arrays.copyOf(before, length);
    behind = Arrays.copyOf(behind, length);
    deadlines = Arrays.copyOf(deadlines, length);
  }

  private void join(int number) {
    int queue = queueFor(number);
    if (queue < 0) {
      places[number] = IN_HEAP;
      heap.put(number, deadlines[number]);
    } else {
      int last = tails[queue];
      before[number] = last;
      behind[number] = 0;
      tails[queue] = number;
      if (last == 0) {
        heads[queue] = number;
      } else {
        behind[last] = number;
      }
      places[number] = (byte) (queue + 1);
    }
    if (first == 0 || isBefore(number, first)) {
      first = number;
    }
  }

  /**
   * Whose last is due latest, of those due before this; an empty one if there is no such; or -1.
   */
  private int queueFor(int number) {
    int best = -1;
    for (int queue = 0; queue < QUEUES; queue++) {
      int last = tails[queue];
      if (last == 0 ? best < 0 : isBefore(last, number) && isBetter(best, last)) {
        best = queue;
      }
    }
    return best;
  }

  private boolean isBetter(int queue, int last) {
    return queue < 0 || tails[queue] == 0 || isBefore(tails[queue], last);
  }

  private void leave(int number, int place) {
    places[number] = 0;
    if (place == IN_HEAP) {
      heap.put(number, Deadlines.NONE);
    } else {
      unlink(number, place - 1);
    }
    if (number == first) {
      first = earliestOfAll();
    }
  }

  private void unlink(int number, int queue) {
    int previous = before[number];
    int next = behind[number];
    if (previous == 0) {
      heads[queue] = next;
    } else {
      behind[previous] = next;
    }
    if (next == 0) {
      tails[queue] = previous;
    } else {
      before[next] = previous;
    }
  }

  private int earliestOfAll() {
    int earliest = heap.first();
    for (int head : heads) {
      if (head != 0 && (earliest == 0 || isBefore(head, earliest))) {
        earliest = head;
      }
    }
    return earliest;
  }

  private boolean isBefore(int number, int other) {
    return deadlines[number] < deadlines[other]
        || deadlines[number] == deadlines[other] && number < other;
  }
}
