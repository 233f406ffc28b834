package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;

/**
 * Everything about a connection that is a time or counts expiries. All times are absolute, in
 * nanoseconds from time zero.
 *
 * @param firstSentNs when the oldest unacknowledged segment was sent first: what R2 is counted from
 * @param firstResentNs when it was first sent again, {@link #NEVER} before: what Linux counts from
 * @param retransmissions of it
 * @param challengedAtNs when the last challenge ACK was sent, {@link #NEVER} before
 * @param heardAtNs when the peer was last heard from, for keepalive
 * @param probes keepalive or zero-window probes sent without an answer
 * @param backoff how often the wait between zero-window probes has doubled (SHLD-30)
 * @param persisting the timer of the next one runs
 */
public record Clocks(
    RoundTrip roundTrip,
    long firstSentNs,
    long firstResentNs,
    int retransmissions,
    long challengedAtNs,
    long heardAtNs,
    int probes,
    int backoff,
    boolean persisting) {
  /** No such time. */
  public static final long NEVER = Long.MIN_VALUE;

  /** A SYN or SYN+ACK that ends at {@code end} leaves now. */
  static Clocks opening(long nowNs, SequenceNumber end) {
    return new Clocks(RoundTrip.opening(nowNs, end), nowNs, NEVER, 0, NEVER, nowNs, 0, 0, false);
  }

  long rtoNs() {
    return roundTrip.rtoNs();
  }

  Clocks with(RoundTrip other) {
    return new Clocks(
        other,
        firstSentNs,
        firstResentNs,
        retransmissions,
        challengedAtNs,
        heardAtNs,
        probes,
        backoff,
        persisting);
  }

  /** What is the oldest unacknowledged segment now counts from here. */
  Clocks oldestFrom(long nowNs) {
    return oldestFrom(nowNs, roundTrip);
  }

  Clocks oldestFrom(long nowNs, RoundTrip other) {
    return new Clocks(
        other, nowNs, NEVER, 0, challengedAtNs, heardAtNs, probes, backoff, persisting);
  }

  /** The oldest segment is sent again, the RTO being {@code next} from now on. */
  Clocks retransmitted(long nowNs, RoundTrip next) {
    long first = firstResentNs == NEVER ? nowNs : firstResentNs;
    return new Clocks(
        next.untimed(),
        firstSentNs,
        first,
        retransmissions + 1,
        challengedAtNs,
        heardAtNs,
        probes,
        backoff,
        persisting);
  }

  Clocks challenged(long nowNs) {
    return new Clocks(
        roundTrip,
        firstSentNs,
        firstResentNs,
        retransmissions,
        nowNs,
        heardAtNs,
        probes,
        backoff,
        persisting);
  }

  Clocks heard(long nowNs) {
    return new Clocks(
        roundTrip,
        firstSentNs,
        firstResentNs,
        retransmissions,
        challengedAtNs,
        nowNs,
        0,
        backoff,
        persisting);
  }

  /** A probe goes out without an answer yet. */
  Clocks probed() {
    return new Clocks(
        roundTrip,
        firstSentNs,
        firstResentNs,
        retransmissions,
        challengedAtNs,
        heardAtNs,
        probes + 1,
        backoff,
        persisting);
  }

  Clocks persisting(int doublings, boolean running) {
    return backoff == doublings && persisting == running
        ? this
        : new Clocks(
            roundTrip,
            firstSentNs,
            firstResentNs,
            retransmissions,
            challengedAtNs,
            heardAtNs,
            probes,
            doublings,
            running);
  }
}
