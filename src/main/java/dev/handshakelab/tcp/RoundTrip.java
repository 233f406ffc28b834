package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;

/**
 * The retransmission timeout of RFC 6298 and what it is computed from. Linux computes the same
 * estimates and differs in the least and the greatest value, in where the floor is applied, and in
 * rounding up to its tick.
 *
 * @param rtoNs RTO, as it will be used next
 * @param srttNs SRTT, {@link Clocks#NEVER} before the first sample
 * @param rttvarNs RTTVAR
 * @param timedAtNs when the segment that is being timed was sent, {@link Clocks#NEVER} when none is
 * @param timedEnd an acknowledgment at or after this completes the sample
 */
public record RoundTrip(
    long rtoNs, long srttNs, long rttvarNs, long timedAtNs, SequenceNumber timedEnd) {
  private static final long MS = 1_000_000L;

  /** (2.1): before the first sample. */
  static final long INITIAL_RTO_NS = 1000 * MS;

  /** (5.7): when a SYN had to be sent again and nothing was measured. */
  static final long AFTER_LOST_SYN_NS = 3000 * MS;

  /** A SYN or SYN+ACK that ends at {@code end} leaves now and is timed. */
  static RoundTrip opening(long nowNs, SequenceNumber end) {
    return new RoundTrip(INITIAL_RTO_NS, Clocks.NEVER, 0, nowNs, end);
  }

  boolean hasSample() {
    return srttNs != Clocks.NEVER;
  }

  boolean isTiming() {
    return timedAtNs != Clocks.NEVER;
  }

  /** A segment leaves now and is timed, unless another one is being timed (RFC 6298 §3). */
  RoundTrip timing(long nowNs, SequenceNumber end) {
    return isTiming() ? this : new RoundTrip(rtoNs, srttNs, rttvarNs, nowNs, end);
  }

  /** Karn's rule: what was sent before a retransmission is not timed any more. */
  RoundTrip untimed() {
    return new RoundTrip(rtoNs, srttNs, rttvarNs, Clocks.NEVER, timedEnd);
  }

  /** (5.5): twice as long, at most the cap. */
  RoundTrip backedOff(Policy policy) {
    return withRto(Math.min(2 * rtoNs, policy.maxRtoNs()));
  }

  RoundTrip withRto(long rto) {
    return new RoundTrip(rto, srttNs, rttvarNs, timedAtNs, timedEnd);
  }

  /** A round trip was measured (2.2, 2.3), in nanoseconds. */
  RoundTrip sampled(Policy policy, long rttNs) {
    if (!hasSample()) {
      return estimated(policy, rttNs, rttNs / 2);
    }
    return estimated(
        policy, (7 * srttNs + rttNs) / 8, (3 * rttvarNs + Math.abs(srttNs - rttNs)) / 4);
  }

  private RoundTrip estimated(Policy policy, long srtt, long rttvar) {
    return new RoundTrip(timeout(policy, srtt, rttvar), srtt, rttvar, Clocks.NEVER, timedEnd);
  }

  private static long timeout(Policy policy, long srtt, long rttvar) {
    long granularity = Math.max(MS, policy.jiffyNs());
    long rto =
        switch (policy.rtoFloor()) {
          case SUM -> Math.max(srtt + Math.max(granularity, 4 * rttvar), policy.minRtoNs());
          case VARIANCE -> ticks(policy, srtt + Math.max(4 * rttvar, policy.minRtoNs()));
        };
    return Math.min(rto, policy.maxRtoNs());
  }

  /** Rounded up to a whole tick of the policy's timer wheel. */
  static long ticks(Policy policy, long ns) {
    long jiffy = policy.jiffyNs();
    return jiffy == 0 ? ns : (ns + jiffy - 1) / jiffy * jiffy;
  }
}
