package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;
import org.jspecify.annotations.Nullable;

/**
 * Slow start and congestion avoidance (RFC 5681 §3.1, MUST-19): how much may be in flight whatever
 * the peer's window. A flight begins with ten segments (RFC 6928), or with one when a SYN or
 * SYN+ACK was lost. Fast retransmit is not here: a handshake has no three duplicates to count.
 *
 * <p>Linux (tcp_cong.c, Reno) counts segments where the RFC counts octets: each that is
 * acknowledged counts, however short, and half of the window is left where the RFC leaves half of
 * what is in flight.
 *
 * @param cwnd in octets
 * @param ssthresh in octets: below it cwnd doubles with each round trip, above it grows by a
 *     segment
 * @param untold it was reduced, and the next new text tells the peer by CWR (RFC 3168 §6.1.2)
 * @param undo what it was before a timeout that may have been needless; null when there was none
 * @param probed SND.NXT when a tail-loss probe repeated text (tlp_high_seq); null when none is open
 */
public record Congestion(
    int cwnd, int ssthresh, boolean untold, @Nullable Undo undo, @Nullable SequenceNumber probed) {
  private static final int INITIAL_SEGMENTS = 10;
  private static final int UNBOUNDED = 1 << 30;

  /**
   * @param resent retransmissions that the peer has not reported as duplicates (RFC 2883)
   * @param firstAtNs when the first of them was sent
   */
  record Undo(int cwnd, int ssthresh, int resent, long firstAtNs) {}

  /** Before the handshake is over: no text may go. */
  static final Congestion NONE = new Congestion(0, UNBOUNDED);

  Congestion(int cwnd, int ssthresh) {
    this(cwnd, ssthresh, false, null, null);
  }

  /**
   * @param synLost whether the SYN or SYN+ACK had to be sent again (RFC 5681 §3.1: one segment)
   */
  static Congestion initial(int mss, boolean synLost) {
    return new Congestion(synLost ? mss : INITIAL_SEGMENTS * mss, UNBOUNDED);
  }

  /** New text was acknowledged (RFC 5681 §3.1, equations 2 and 3). */
  Congestion acknowledged(int octets, int mss) {
    return widened(
        cwnd < ssthresh
            ? Math.min(octets, mss)
            : Math.max(1, (long) mss * mss / Math.max(cwnd, 1)));
  }

  /** New text was acknowledged, so many segments (tcp_reno_cong_avoid). */
  Congestion counted(int segments, int mss) {
    int slow = Math.clamp((ssthresh - cwnd) / mss, 0, segments);
    var doubled = widened((long) slow * mss);
    return slow == segments
        ? doubled
        : doubled.widened((long) (segments - slow) * mss * mss / Math.max(doubled.cwnd, 1));
  }

  private Congestion widened(long more) {
    int wide = (int) Math.min(cwnd + more, UNBOUNDED);
    return new Congestion(wide, ssthresh, untold, undo, probed);
  }

  /**
   * The first retransmission of a segment by timeout: one segment goes.
   *
   * @param used octets, half of which is where slow start is to end
   */
  Congestion timedOut(int used, int mss, long nowNs) {
    var before = new Undo(cwnd, ssthresh, probed == null ? 0 : 1, nowNs);
    return new Congestion(mss, Math.max(used / 2, 2 * mss), true, before, probed);
  }

  /** Text was sent again because of a timeout. */
  Congestion resentOne() {
    return undo == null
        ? this
        : undoing(new Undo(undo.cwnd(), undo.ssthresh(), undo.resent() + 1, undo.firstAtNs()));
  }

  private Congestion undoing(@Nullable Undo other) {
    return new Congestion(cwnd, ssthresh, untold, other, probed);
  }

  /** The peer has reported one of the retransmissions as a duplicate. */
  Congestion duplicateReported() {
    if (undo == null) {
      return this;
    }
    int left = undo.resent() - 1;
    return left > 0
        ? undoing(new Undo(undo.cwnd(), undo.ssthresh(), left, undo.firstAtNs()))
        : undone();
  }

  /** Nothing was lost (RFC 3522, RFC 3708): all is as it was before the timeout. */
  Congestion undone() {
    return undo == null
        ? this
        : new Congestion(
            Math.max(cwnd, undo.cwnd()), Math.max(ssthresh, undo.ssthresh()), false, null, probed);
  }

  /** A probe repeated the end of the flight. */
  Congestion probing(@Nullable SequenceNumber nxt) {
    return new Congestion(cwnd, ssthresh, untold, undo, nxt);
  }

  /** The probe was what repaired a loss (tcp_process_tlp_ack). */
  Congestion probeWasNeeded(int mss) {
    int left = Math.max(cwnd / 2, 2 * mss);
    return new Congestion(left, left, true, undo, null);
  }

  /** The peer is to be told. */
  Congestion reduced() {
    return new Congestion(cwnd, ssthresh, true, undo, probed);
  }

  /** The peer is told by CWR. */
  Congestion told() {
    return new Congestion(cwnd, ssthresh, false, undo, probed);
  }
}
