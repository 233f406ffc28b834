package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;

/**
 * Everything about a connection that is a time or counts expiries. All times are absolute, in
 * nanoseconds from time zero.
 *
 * @param firstSentNs when the oldest unacknowledged segment was sent first: what R2 is counted from
 * @param retransmissions of it
 * @param rtoNs RTO of RFC 6298, as it will be used next
 * @param srttNs SRTT, {@link #NEVER} before the first sample
 * @param rttvarNs RTTVAR
 * @param timedAtNs when the segment that is being timed was sent, {@link #NEVER} when none is
 * @param timedEnd an acknowledgment at or after this completes the sample
 * @param challengedAtNs when the last challenge ACK was sent, {@link #NEVER} before
 * @param provenAtNs when the peer was last heard from, for keepalive
 * @param probes keepalive or zero-window probes sent without an answer
 */
public record Clocks(
    long firstSentNs,
    int retransmissions,
    long rtoNs,
    long srttNs,
    long rttvarNs,
    long timedAtNs,
    SequenceNumber timedEnd,
    long challengedAtNs,
    long provenAtNs,
    int probes) {
  /** No such time. */
  public static final long NEVER = Long.MIN_VALUE;

  /** A SYN or SYN+ACK with sequence number {@code iss} leaves now and is timed. */
  static Clocks opening(long nowNs, long rtoNs, SequenceNumber iss) {
    return new Clocks(nowNs, 0, rtoNs, NEVER, 0, nowNs, iss.plus(1), NEVER, nowNs, 0);
  }

  boolean hasSample() {
    return srttNs != NEVER;
  }

  boolean isTiming() {
    return timedAtNs != NEVER;
  }

  /** The first segment after silence leaves now. */
  Clocks sending(long nowNs) {
    return new Clocks(
        nowNs, 0, rtoNs, srttNs, rttvarNs, timedAtNs, timedEnd, challengedAtNs, provenAtNs, probes);
  }

  /**
   * A segment that ends at {@code end} leaves now and is timed, unless another one is being timed.
   */
  Clocks timing(long nowNs, SequenceNumber end) {
    return isTiming()
        ? this
        : new Clocks(
            firstSentNs,
            retransmissions,
            rtoNs,
            srttNs,
            rttvarNs,
            nowNs,
            end,
            challengedAtNs,
            provenAtNs,
            probes);
  }

  /**
   * The oldest segment is sent again; by Karn's rule nothing sent before it is timed (RFC 6298 §3).
   */
  Clocks retransmitted(long nextRtoNs) {
    return new Clocks(
        firstSentNs,
        retransmissions + 1,
        nextRtoNs,
        srttNs,
        rttvarNs,
        NEVER,
        timedEnd,
        challengedAtNs,
        provenAtNs,
        probes);
  }

  /** New data was acknowledged: what is the oldest now counts from here. */
  Clocks progressed(long nowNs) {
    return new Clocks(
        nowNs, 0, rtoNs, srttNs, rttvarNs, timedAtNs, timedEnd, challengedAtNs, provenAtNs, probes);
  }

  Clocks estimated(long rto, long srtt, long rttvar) {
    return new Clocks(
        firstSentNs,
        retransmissions,
        rto,
        srtt,
        rttvar,
        NEVER,
        timedEnd,
        challengedAtNs,
        provenAtNs,
        probes);
  }

  Clocks withRto(long rto) {
    return new Clocks(
        firstSentNs,
        retransmissions,
        rto,
        srttNs,
        rttvarNs,
        timedAtNs,
        timedEnd,
        challengedAtNs,
        provenAtNs,
        probes);
  }

  Clocks challenged(long nowNs) {
    return new Clocks(
        firstSentNs,
        retransmissions,
        rtoNs,
        srttNs,
        rttvarNs,
        timedAtNs,
        timedEnd,
        nowNs,
        provenAtNs,
        probes);
  }

  Clocks heard(long nowNs) {
    return new Clocks(
        firstSentNs,
        retransmissions,
        rtoNs,
        srttNs,
        rttvarNs,
        timedAtNs,
        timedEnd,
        challengedAtNs,
        nowNs,
        0);
  }

  Clocks probed() {
    return new Clocks(
        firstSentNs,
        retransmissions,
        rtoNs,
        srttNs,
        rttvarNs,
        timedAtNs,
        timedEnd,
        challengedAtNs,
        provenAtNs,
        probes + 1);
  }
}
