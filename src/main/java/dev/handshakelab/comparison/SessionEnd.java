package dev.handshakelab.comparison;

import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.TracedSegment;

/**
 * A session is over at a time, whatever is under way. What a simulated host sends just before, a
 * kernel may have to send a moment later: its timers are late by up to an eighth, and so is all
 * that came before.
 *
 * <pre>{@code
 * simulated                   on the kernel
 *    0 > S 0:0(0)               0 > S 0:0(0)
 * 1000 > S 0:0(0)
 * 1001   the session ends    1001   the session ends
 *                          (1009 > S 0:0(0) would have been sent)
 * }</pre>
 */
final class SessionEnd {
  private SessionEnd() {}

  /** Whether the kernel might have sent what it lacks after the end, and been in time. */
  static boolean explains(Moment moment) {
    Piece lacking = moment.pair().simulated();
    Long end = moment.run().endNs();
    if (lacking == null || moment.pair().real() != null || end == null) {
      return false;
    }
    Long latest = new Latencies(moment.run(), moment.tolerances()).latestNs(lacking);
    return latest == null ? answersTooLate(moment, lacking, end) : latest > end;
  }

  /** What it would answer had not arrived, and was on its way. */
  private static boolean answersTooLate(Moment moment, Piece lacking, long endNs) {
    if (!(lacking.sent().cause() instanceof Cause.BySegment(int ordinal, int copy))) {
      return false;
    }
    TracedSegment asked = moment.run().simulated(ordinal);
    TracedSegment sent = moment.run().realOf(ordinal);
    Long leftNs = sent == null ? null : sent.sent().atNs();
    Long tookNs = asked == null ? null : Lateness.tookNs(asked, copy);
    return leftNs != null
        && tookNs != null
        && leftNs + tookNs + moment.slackNs() + moment.tolerances().answerNs() > endNs;
  }
}
