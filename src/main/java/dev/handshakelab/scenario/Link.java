package dev.handshakelab.scenario;

import java.util.List;

/**
 * One direction of the network, as a value: first in, first out, but for copies that a verdict
 * takes out of the line.
 *
 * @param lastDueNs when the last copy that keeps its place in the line is due
 */
public record Link(long lastDueNs) {
  /** Nothing has been sent yet. */
  public static final Link EMPTY = new Link(Long.MIN_VALUE);

  /**
   * Sends what a verdict leaves of a segment.
   *
   * @param sentNs not before that of the segment sent last
   */
  public Passage pass(long sentNs, Verdict verdict) {
    long last = lastDueNs;
    int count = verdict.copies().size();
    Arrival[] arrivals = new Arrival[count];
    for (int i = 0; i < count; i++) {
      var copy = verdict.copies().get(i);
      long dueNs = sentNs + copy.delayNs();
      if (copy.inOrder()) {
        dueNs = Math.max(dueNs, last);
        last = dueNs;
      }
      arrivals[i] = new Arrival(dueNs, i + 1, copy.corrupted());
    }
    return new Passage(new Link(last), List.of(arrivals));
  }

  /**
   * What was sent, on its way.
   *
   * @param link after the sending
   * @param arrivals by copy
   */
  public record Passage(Link link, List<Arrival> arrivals) {
    public Passage {
      arrivals = List.copyOf(arrivals);
    }
  }

  /**
   * A copy that is due.
   *
   * @param copy which one, from 1
   */
  public record Arrival(long dueNs, int copy, boolean corrupted) {}
}
