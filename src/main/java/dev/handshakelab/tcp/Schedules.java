package dev.handshakelab.tcp;

import dev.handshakelab.wire.Segment;

/**
 * When a retransmission is due and when it is given up, per profile.
 *
 * <p>RFC 9293 §3.8.3 counts time: R2 is at least three minutes for a SYN (MUST-23) and at least 100
 * s for text (SHLD-11). Linux counts tries: it starts with {@code tcp_syn_linear_timeouts} waits of
 * one second, doubles after that, and gives a SYN up at the expiry that finds N + linear
 * retransmissions made or 2^(N+1) − 1 seconds gone (tcp_write_timeout). For text it turns the count
 * into a time, as if every wait had begun at the shortest RTO (tcp_model_timeout), and counts that
 * from the first retransmission.
 */
final class Schedules {
  private static final long SECOND = 1_000_000_000L;

  private Schedules() {}

  /** Whether the user's SYN is given up at this expiry. */
  static boolean givesUpSyn(Context cx, Clocks clocks) {
    long elapsed = cx.nowNs() - clocks.firstSentNs();
    var patience = cx.settings().patience();
    if (!cx.policy().isLinuxSchedule()) {
      return elapsed >= patience.r2SynNs();
    }
    int retries = patience.synRetries();
    return clocks.retransmissions() >= retries + patience.synLinearTimeouts()
        || elapsed >= doubledSum(retries, SECOND)
        || clocks.retransmissions() > 0 && userTimedOut(cx, clocks.firstSentNs());
  }

  /** 1 + 2 + 4 + … of {@code first}, {@code count} + 1 terms. */
  private static long doubledSum(int count, long first) {
    return count >= 30 ? Long.MAX_VALUE : ((1L << count + 1) - 1) * first;
  }

  /** How long to wait after a SYN has just been sent again for the {@code count}th time. */
  static RoundTrip afterSyn(Context cx, RoundTrip roundTrip, int count) {
    return cx.policy().isLinuxSchedule() && count <= cx.settings().patience().synLinearTimeouts()
        ? roundTrip
        : roundTrip.backedOff(cx.policy());
  }

  /** Whether a SYN+ACK that nobody answered is given up at this expiry. */
  static boolean givesUpSynAck(Context cx, Tcb tcb) {
    var clocks = tcb.clocks();
    var patience = cx.settings().patience();
    return cx.policy().isLinuxSchedule()
        ? clocks.retransmissions() >= synAckRetries(cx) && !isDeferred(cx, tcb, 0)
        : cx.nowNs() - clocks.firstSentNs() >= patience.r2SynNs();
  }

  private static int synAckRetries(Context cx) {
    int usual = cx.settings().patience().synAckRetries();
    return cx.shared().listener().crowd().synAckRetries(usual);
  }

  /**
   * Whether it is sent again: not while a listener that defers accepting waits for text, but for
   * the last time, so that the peer speaks up.
   */
  static boolean repeatsSynAck(Context cx, Tcb tcb) {
    return !isDeferred(cx, tcb, 1);
  }

  private static boolean isDeferred(Context cx, Tcb tcb, int ahead) {
    return tcb.opening().acknowledged()
        && tcb.clocks().retransmissions() + ahead < cx.shared().listener().deferAccept();
  }

  /**
   * Whether the SYN or SYN+ACK counts as lost, so that one segment begins (RFC 5681 §3.1). Linux
   * forgives one (tcp_init_transfer), counts SYN+ACKs that answered a SYN once more among those of
   * the timer, and believes an echo that says that the first one arrived.
   *
   * @param segment that establishes the connection
   */
  static boolean synWasLost(Policy policy, Tcb tcb, Segment segment) {
    int expiries = tcb.clocks().retransmissions();
    if (!policy.isLinuxSchedule()) {
      return expiries > 0;
    }
    int again = tcb.opening().passive() ? tcb.opening().repeats() : expiries;
    return expiries > 0 && again >= Opening.SEVERAL && !Measuring.echoesTheFirst(tcb, segment);
  }

  /** Whether text or a FIN is given up at this expiry: never before it was sent again once. */
  static boolean givesUpText(Context cx, Tcb tcb) {
    var clocks = tcb.clocks();
    if (!cx.policy().isLinuxSchedule()) {
      return clocks.retransmissions() > 0
          && cx.nowNs() - clocks.firstSentNs() >= cx.settings().patience().r2DataNs();
    }
    return clocks.firstResentNs() != Clocks.NEVER
        && (cx.nowNs() - clocks.firstResentNs() >= modelled(cx, tries(cx, tcb))
            || userTimedOut(cx, clocks.firstResentNs()));
  }

  private static int tries(Context cx, Tcb tcb) {
    var patience = cx.settings().patience();
    return tcb.user().gone() ? patience.orphanRetries() : patience.dataRetries();
  }

  /** The time that {@code tries} retransmissions take, doubling from the shortest RTO. */
  private static long modelled(Context cx, int tries) {
    long shortest = cx.policy().minRtoNs();
    long longest = cx.policy().maxRtoNs();
    int doublings = 63 - Long.numberOfLeadingZeros(Math.max(1, longest / shortest));
    return tries <= doublings
        ? doubledSum(tries, shortest)
        : doubledSum(doublings, shortest) + (tries - doublings) * longest;
  }

  /**
   * TCP_USER_TIMEOUT, noticed when a timer runs out.
   *
   * @param sinceNs retrans_stamp: the first retransmission of text, but the first SYN
   */
  private static boolean userTimedOut(Context cx, long sinceNs) {
    long user = cx.settings().patience().userTimeoutNs();
    return user > 0 && cx.nowNs() - sinceNs >= user;
  }

  /**
   * When a segment that was just sent again is due: Linux never waits past the user timeout.
   *
   * @param sinceNs what that is counted from
   */
  static long nextDeadline(Context cx, Clocks clocks, long sinceNs) {
    long user = cx.settings().patience().userTimeoutNs();
    long due = cx.nowNs() + clocks.rtoNs();
    return cx.policy().isLinuxSchedule() && user > 0
        ? Math.max(cx.nowNs() + 1, Math.min(due, sinceNs + user))
        : due;
  }

  /** Whether a peer that does not answer zero-window probes is given up. */
  static boolean givesUpProbing(Context cx, Tcb tcb) {
    var patience = cx.settings().patience();
    return cx.policy().isLinuxSchedule()
        ? tcb.clocks().probes() >= tries(cx, tcb)
        : cx.nowNs() - tcb.clocks().heardAtNs() >= patience.r2DataNs() && tcb.clocks().probes() > 0;
  }

  /**
   * The tail-loss probe's wait (Linux's tcp_schedule_loss_probe): two round trips, and when only
   * one segment is out the time that a delayed ACK may take; never longer than the RTO.
   */
  static long probeAfter(Context cx, Clocks clocks, boolean oneOut) {
    if (!clocks.roundTrip().hasSample()) {
      return Math.min(RoundTrip.INITIAL_RTO_NS, clocks.rtoNs()); // TCP_TIMEOUT_INIT
    }
    long more = oneOut ? cx.policy().minRtoNs() : 2 * cx.policy().jiffyNs();
    long wait = 2 * clocks.roundTrip().srttNs() + more;
    return Math.min(RoundTrip.ticks(cx.policy(), wait), clocks.rtoNs());
  }
}
