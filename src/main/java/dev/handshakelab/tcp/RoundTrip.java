package dev.handshakelab.tcp;

/**
 * The retransmission timeout of RFC 6298. Linux computes the same estimates and differs in the
 * least and the greatest value, in taking the floor on the variance instead of the sum, and in
 * rounding up to its tick.
 */
final class RoundTrip {
  private static final long MS = 1_000_000L;

  /** (2.1): before the first sample. */
  static final long INITIAL_RTO_NS = 1000 * MS;

  /** (5.7): when a SYN had to be sent again and nothing was measured. */
  static final long AFTER_LOST_SYN_NS = 3000 * MS;

  private RoundTrip() {}

  /** A round trip was measured (2.2, 2.3), in nanoseconds. */
  static Clocks sample(Policy policy, Clocks clocks, long rttNs) {
    long srtt;
    long rttvar;
    if (clocks.hasSample()) {
      rttvar = (3 * clocks.rttvarNs() + Math.abs(clocks.srttNs() - rttNs)) / 4;
      srtt = (7 * clocks.srttNs() + rttNs) / 8;
    } else {
      srtt = rttNs;
      rttvar = rttNs / 2;
    }
    return clocks.estimated(timeout(policy, srtt, rttvar), srtt, rttvar);
  }

  private static long timeout(Policy policy, long srtt, long rttvar) {
    if (policy.isLinuxSchedule()) {
      long rto = srtt + Math.max(4 * rttvar, policy.minRtoNs());
      return Math.min(ticks(policy, rto), policy.maxRtoNs());
    }
    return Math.clamp(srtt + Math.max(MS, 4 * rttvar), policy.minRtoNs(), policy.maxRtoNs());
  }

  /** (5.5): twice as long, at most the cap. */
  static long backedOff(Policy policy, long rtoNs) {
    return Math.min(2 * rtoNs, policy.maxRtoNs());
  }

  /** Rounded up to a whole tick of the policy's timer wheel. */
  static long ticks(Policy policy, long ns) {
    long jiffy = policy.jiffyNs();
    return jiffy == 0 ? ns : (ns + jiffy - 1) / jiffy * jiffy;
  }
}
