package dev.handshakelab.tcp;

/**
 * When a retransmission is due and when it is given up, per profile.
 *
 * <p>RFC 9293 §3.8.3 counts time: R2 is at least three minutes for a SYN (MUST-23) and at least 100
 * s for text (SHLD-11). Linux counts tries: it starts with {@code tcp_syn_linear_timeouts} waits of
 * one second, doubles after that, and gives a SYN up at the expiry that finds N + linear
 * retransmissions made or 2^(N+1) − 1 seconds gone (tcp_write_timeout).
 */
final class Schedules {
  private static final long SECOND = 1_000_000_000L;

  /** tcp_retries2 = 15, and orphans' 8, as the time that tcp_model_timeout makes of them. */
  private static final long LINUX_R2_NS = 924_600_000_000L;

  private Schedules() {}

  /** Whether the user's SYN is given up at this expiry. */
  static boolean givesUpSyn(Context cx, Clocks clocks) {
    long elapsed = cx.nowNs() - clocks.firstSentNs();
    if (!cx.policy().isLinuxSchedule()) {
      return elapsed >= cx.settings().r2SynNs();
    }
    int retries = cx.settings().synRetries();
    return clocks.retransmissions() >= retries + cx.settings().synLinearTimeouts()
        || elapsed >= ((1L << retries + 1) - 1) * SECOND;
  }

  /** How long to wait after a SYN has just been sent again for the {@code count}th time. */
  static long afterSyn(Context cx, long rtoNs, int count) {
    return cx.policy().isLinuxSchedule() && count <= cx.settings().synLinearTimeouts()
        ? rtoNs
        : RoundTrip.backedOff(cx.policy(), rtoNs);
  }

  /** Whether a SYN+ACK that nobody answered is given up at this expiry. */
  static boolean givesUpSynAck(Context cx, Clocks clocks) {
    return cx.policy().isLinuxSchedule()
        ? clocks.retransmissions() >= cx.settings().synAckRetries()
        : cx.nowNs() - clocks.firstSentNs() >= cx.settings().r2SynNs();
  }

  /** Whether text or a FIN is given up at this expiry. */
  static boolean givesUpText(Context cx, Clocks clocks) {
    long r2 = cx.policy().isLinuxSchedule() ? LINUX_R2_NS : cx.settings().r2DataNs();
    long elapsed = cx.nowNs() - clocks.firstSentNs();
    long user = cx.settings().userTimeoutNs();
    return elapsed >= r2 || user > 0 && elapsed >= user;
  }

  /**
   * The tail-loss probe's wait (Linux's tcp_schedule_loss_probe): two round trips, and when only
   * one segment is out the time that a delayed ACK may take; never longer than the RTO.
   */
  static long probeAfter(Context cx, Clocks clocks, boolean oneOut) {
    long wait = 2 * clocks.srttNs() + (oneOut ? cx.policy().minRtoNs() : 2 * cx.policy().jiffyNs());
    return Math.min(RoundTrip.ticks(cx.policy(), wait), clocks.rtoNs());
  }
}
