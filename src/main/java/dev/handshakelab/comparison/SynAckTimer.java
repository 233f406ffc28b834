package dev.handshakelab.comparison;

/**
 * When the timer of a SYN+ACK runs out: after one second, and after twice as long each time that it
 * was repeated.
 *
 * @param latenessNs by how much the machine was seen to be late
 */
record SynAckTimer(Tolerances tolerances, long latenessNs) {
  private static final long FIRST_NS = 1_000_000_000;

  /** TCP_RTO_MAX. */
  private static final long LONGEST_NS = 120_000_000_000L;

  private static long askedNs(int repeats) {
    return Math.min(LONGEST_NS, FIRST_NS << Math.min(repeats, 7));
  }

  /** The earliest, counted from a SYN+ACK that had been repeated so often. */
  long fromNs(int repeats) {
    return tolerances.timerFrom(askedNs(repeats));
  }

  long toNs(int repeats) {
    return tolerances.timerTo(askedNs(repeats), latenessNs);
  }

  /** Before and after a moment, within which what is done at it is seen. */
  long aroundNs() {
    return tolerances.answerNs() + latenessNs;
  }
}
