package dev.handshakelab.comparison;

import java.util.List;

/**
 * A SYN that a server answered, and for how long what was kept of it was in the queue of half-open
 * connections: from its first SYN+ACK until the handshake was done, or until it was given up when
 * the timer ran out once more. A kernel does not tell of that, and its timers are late by up to an
 * eighth, so there is an earliest and a latest.
 *
 * <pre>{@code
 * 0.000 < S. 0:0(0) ack 1      young until the timer runs out for the first time
 * 1.020 < S. 0:0(0) ack 1      repeated twice in any case
 * 3.036 < S. 0:0(0) ack 1
 * 7.032 … 7.544                repeated or given up, by how many of the others are young
 * }</pre>
 *
 * @param sentNs when each SYN+ACK was sent
 * @param repeatNs of those, the ones that a timer sent
 * @param goneFromNs the earliest at which it can have been out of the queue
 * @param goneToNs the latest, {@link Long#MAX_VALUE} when the trace ends before
 * @param givenUp whether it was given up by then, as far as anybody knows
 */
record SynRequest(
    List<Long> sentNs,
    List<Long> repeatNs,
    long goneFromNs,
    long goneToNs,
    boolean givenUp,
    Kept kept) {
  SynRequest {
    sentNs = List.copyOf(sentNs);
    repeatNs = List.copyOf(repeatNs);
  }

  /** Whether anything was kept; of a SYN that is answered by a cookie nothing is. */
  enum Kept {
    SURELY,
    PERHAPS,
    NOT
  }

  long fromNs() {
    return sentNs.getFirst();
  }

  /** Whether it can have been in the queue at some time between. */
  boolean isIn(long fromNs, long toNs) {
    return kept != Kept.NOT && fromNs() <= toNs && goneToNs >= fromNs;
  }

  boolean isInThroughout(long fromNs, long toNs) {
    return kept == Kept.SURELY && fromNs() <= fromNs && goneFromNs >= toNs;
  }

  /** Whether it can have been there at some time between, and its timer not yet run out. */
  boolean isYoung(long fromNs, long toNs) {
    return isIn(fromNs, toNs) && (repeatNs.isEmpty() || repeatNs.getFirst() >= fromNs);
  }

  boolean isYoungThroughout(long fromNs, long toNs) {
    return isInThroughout(fromNs, toNs) && (repeatNs.isEmpty() || repeatNs.getFirst() >= toNs);
  }
}
