package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;

/**
 * The retransmission timeout of RFC 6298 and what it is computed from. Linux differs in the least
 * and the greatest value, in rounding up to its tick, and in what it adds to SRTT: not four times
 * RTTVAR, which soon comes down to what samples differ by, but a {@link Spread} that was as large
 * lately.
 *
 * @param rtoNs RTO, as it will be used next
 * @param srttNs SRTT, {@link Clocks#NEVER} before the first sample
 * @param rttvarNs RTTVAR
 * @param timedAtNs when the segment that is being timed was sent, {@link Clocks#NEVER} when none is
 * @param timedEnd an acknowledgment at or after this completes the sample
 * @param spread what Linux adds to SRTT
 */
public record RoundTrip(
    long rtoNs,
    long srttNs,
    long rttvarNs,
    long timedAtNs,
    SequenceNumber timedEnd,
    Spread spread) {
  private static final long MS = 1_000_000L;

  /** (2.1): before the first sample. */
  static final long INITIAL_RTO_NS = 1000 * MS;

  /** (5.7): when a SYN had to be sent again and nothing was measured. */
  static final long AFTER_LOST_SYN_NS = 3000 * MS;

  /** A SYN or SYN+ACK that ends at {@code end} leaves now and is timed. */
  static RoundTrip opening(long nowNs, SequenceNumber end) {
    return new RoundTrip(INITIAL_RTO_NS, Clocks.NEVER, 0, nowNs, end, Spread.none(end));
  }

  boolean hasSample() {
    return srttNs != Clocks.NEVER;
  }

  boolean isTiming() {
    return timedAtNs != Clocks.NEVER;
  }

  /** A segment leaves now and is timed, unless another one is being timed (RFC 6298 §3). */
  RoundTrip timing(long nowNs, SequenceNumber end) {
    return isTiming() ? this : new RoundTrip(rtoNs, srttNs, rttvarNs, nowNs, end, spread);
  }

  /** Karn's rule: what was sent before a retransmission is not timed any more. */
  RoundTrip untimed() {
    return new RoundTrip(rtoNs, srttNs, rttvarNs, Clocks.NEVER, timedEnd, spread);
  }

  /** (5.5): twice as long, at most the cap. */
  RoundTrip backedOff(Policy policy) {
    return withRto(Math.min(2 * rtoNs, policy.maxRtoNs()));
  }

  RoundTrip withRto(long rto) {
    return new RoundTrip(rto, srttNs, rttvarNs, timedAtNs, timedEnd, spread);
  }

  /**
   * A round trip was measured (2.2, 2.3).
   *
   * @param rttNs how long it took, in nanoseconds
   * @param una SND.UNA, with what completed the sample
   * @param nxt SND.NXT
   */
  RoundTrip sampled(Policy policy, long rttNs, SequenceNumber una, SequenceNumber nxt) {
    long srtt = hasSample() ? (7 * srttNs + rttNs) / 8 : rttNs;
    return switch (policy.rtoFloor()) {
      case SUM -> {
        long off = Math.abs(srttNs - rttNs);
        long rttvar = hasSample() ? (3 * rttvarNs + off) / 4 : rttNs / 2;
        long granularity = Math.max(MS, policy.jiffyNs());
        long rto = Math.max(srtt + Math.max(granularity, 4 * rttvar), policy.minRtoNs());
        yield estimated(policy, rto, srtt, rttvar, spread);
      }
      case VARIANCE -> {
        long floor = policy.minRtoNs();
        long rttvar = hasSample() ? Spread.deviation(rttvarNs, rttNs - srttNs) : rttNs / 2;
        var wider =
            hasSample()
                ? spread.sampled(4 * rttvar, una, nxt, floor)
                : Spread.first(4 * rttvar, nxt, floor);
        yield estimated(policy, ticks(policy, srtt + wider.ns()), srtt, rttvar, wider);
      }
    };
  }

  private RoundTrip estimated(Policy policy, long rto, long srtt, long rttvar, Spread wider) {
    long capped = Math.min(rto, policy.maxRtoNs());
    return new RoundTrip(capped, srtt, rttvar, Clocks.NEVER, timedEnd, wider);
  }

  /** Rounded up to a whole tick of the policy's timer wheel. */
  static long ticks(Policy policy, long ns) {
    long jiffy = policy.jiffyNs();
    return jiffy == 0 ? ns : (ns + jiffy - 1) / jiffy * jiffy;
  }
}
