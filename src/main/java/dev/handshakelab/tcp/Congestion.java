package dev.handshakelab.tcp;

/**
 * Slow start and congestion avoidance (RFC 5681 §3.1, MUST-19): how much may be in flight whatever
 * the peer's window. A flight begins with ten segments (RFC 6928), or with one when a SYN or
 * SYN+ACK was lost. Fast retransmit is not here: a handshake has no three duplicates to count.
 *
 * @param cwnd in octets
 * @param ssthresh in octets: below it cwnd doubles with each round trip, above it grows by a
 *     segment
 */
public record Congestion(int cwnd, int ssthresh) {
  private static final int INITIAL_SEGMENTS = 10;
  private static final int UNBOUNDED = 1 << 30;

  /** Before the handshake is over: no text may go. */
  static final Congestion NONE = new Congestion(0, UNBOUNDED);

  /**
   * @param synLost whether the SYN or SYN+ACK had to be sent again (RFC 5681 §3.1: one segment)
   */
  static Congestion initial(int mss, boolean synLost) {
    return new Congestion(synLost ? mss : INITIAL_SEGMENTS * mss, UNBOUNDED);
  }

  Congestion acknowledged(int octets, int mss) {
    int more =
        cwnd < ssthresh
            ? Math.min(octets, mss)
            : (int) Math.max(1, (long) mss * mss / Math.max(cwnd, 1));
    return new Congestion(Math.min(cwnd + more, UNBOUNDED), ssthresh);
  }

  /** The first retransmission of a segment by timeout: half of the flight, then one segment. */
  Congestion timedOut(int inFlight, int mss) {
    return new Congestion(mss, Math.max(inFlight / 2, 2 * mss));
  }
}
