package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;

/**
 * By how much Linux's RTO exceeds SRTT (tcp_rtt_estimator): the largest deviation of any flight
 * lately. It grows with the first sample that deviates more, and sinks once a round trip, by a
 * quarter of what it is too large. Never is it less than TCP_RTO_MIN, so that a path of 130 ms
 * begins with an RTO of 390 ms, three times SRTT, and needs many round trips to come near 330.
 *
 * @param ns rttvar_us: four times a mean deviation
 * @param mostNs mdev_max_us: the same, of this round trip alone
 * @param until rtt_seq: the round trip is over when something beyond this is acknowledged
 */
public record Spread(long ns, long mostNs, SequenceNumber until) {
  /** How much slower a deviation follows a round trip that was shorter than usual. */
  private static final int SLOWER = 8;

  static Spread none(SequenceNumber until) {
    return new Spread(0, 0, until);
  }

  static Spread first(long deviationNs, SequenceNumber nxt, long floorNs) {
    long ns = Math.max(deviationNs, floorNs);
    return new Spread(ns, ns, nxt);
  }

  /**
   * The mean deviation (mdev_us / 4) after another sample: RFC 6298's RTTVAR, but that a round trip
   * which became shorter widens it little, since that is no reason to wait longer.
   *
   * @param off by how much the sample exceeds SRTT, in nanoseconds
   */
  static long deviation(long meanNs, long off) {
    long beyond = Math.abs(off) - meanNs;
    return meanNs + (off < 0 && beyond > 0 ? beyond / SLOWER : beyond) / 4;
  }

  /**
   * @param deviationNs four times the mean deviation, with the sample
   */
  Spread sampled(long deviationNs, SequenceNumber una, SequenceNumber nxt, long floorNs) {
    long most = Math.max(mostNs, deviationNs);
    long wide = Math.max(ns, most);
    return una.isAfter(until)
        ? new Spread(wide - (wide - most) / 4, floorNs, nxt)
        : new Spread(wide, most, until);
  }
}
