package dev.handshakelab.tcp;

import java.util.Arrays;

/**
 * The connections that no queue of {@link DueOrder} has room for, whoever is due first at the top:
 * a binary heap of numbers that knows the place of each, so that one whose deadline changes moves
 * from where it stands.
 */
final class DueHeap {
  private int[] heap = new int[4];
  private int size;

  /** By number: its place in the heap, from 1; 0 when none of its timers runs. */
  private int[] places = new int[4];

  /** By number: when it is due. */
  private long[] deadlines = new long[4];

  /** The number of who is due first; 0 when nobody is. */
  int first() {
    return size == 0 ? 0 : heap[0];
  }

  /**
   * @param number from 1
   * @param deadline {@link Deadlines#NONE} when no timer runs any more
   */
  void put(int number, long deadline) {
    if (number >= places.length) {
      int length = Math.max(number + 1, 2 * places.length);
      places = Arrays.copyOf(places, length);
      deadlines = Arrays.copyOf(deadlines, length);
    }
    deadlines[number] = deadline;
    int place = places[number] - 1;
    if (deadline == Deadlines.NONE) {
      leave(number, place);
    } else if (place < 0) {
      enter(number);
    } else {
      settle(number, place);
    }
  }

  private void enter(int number) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    rise(number, size++);
  }

  private void leave(int number, int place) {
    if (place < 0) {
      return;
    }
    places[number] = 0;
    int last = heap[--size];
    if (last != number) {
      settle(last, place);
    }
  }

  private void settle(int number, int place) {
    if (place > 0 && isBefore(number, heap[(place - 1) / 2])) {
      rise(number, place);
    } else {
      sink(number, place);
    }
  }

  private void rise(int number, int from) {
    int place = from;
    while (place > 0 && isBefore(number, heap[(place - 1) / 2])) {
      stand(heap[(place - 1) / 2], place);
      place = (place - 1) / 2;
    }
    stand(number, place);
  }

  private void sink(int number, int from) {
    int place = from;
    for (int next = earlierChild(place); next < size; next = earlierChild(place)) {
      if (isBefore(number, heap[next])) {
        break;
      }
      stand(heap[next], place);
      place = next;
    }
    stand(number, place);
  }

  /** The place of the one of the two below that is due earlier; beyond the end without any. */
  private int earlierChild(int place) {
    int left = 2 * place + 1;
    return left + 1 < size && isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
  }

  private void stand(int number, int place) {
    heap[place] = number;
    places[number] = place + 1;
  }

  private boolean isBefore(int number, int other) {
    return deadlines[number] < deadlines[other]
        || deadlines[number] == deadlines[other] && number < other;
  }
}
