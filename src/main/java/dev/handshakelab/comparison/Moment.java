package dev.handshakelab.comparison;

import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import org.jspecify.annotations.Nullable;

/**
 * Where and when two traces differ in a segment, by the clock of the simulated one.
 *
 * @param host that sent it, or should have
 * @param atNs when; what only the kernel sent is put where it would have been simulated
 * @param slackNs by how much the times of the two traces are apart there
 */
record Moment(Aligned run, Pair pair, Party host, long atNs, long slackNs, Tolerances tolerances) {
  /** Times drift apart with each passage of a slow machine; more than this is no drift. */
  private static final long MOST_SLACK_NS = 100_000_000;

  /** Null when nobody knows when it was. */
  static @Nullable Moment of(Pair pair, Aligned run, Tolerances tolerances) {
    Piece piece = pair.any();
    Long at = piece.sent().atNs();
    if (at == null) {
      return null;
    }
    boolean onlyReal = pair.simulated() == null;
    long drift = drift(run, at, onlyReal);
    return new Moment(
        run,
        pair,
        piece.from(),
        onlyReal ? at - drift : at,
        Math.min(MOST_SLACK_NS, run.latenessNs() + Math.abs(drift)),
        tolerances);
  }

  /** By how much the last segment before, of those that both have, was later than simulated. */
  private static long drift(Aligned run, long before, boolean byRealClock) {
    long drift = 0;
    for (TracedSegment segment : run.simulated().segments()) {
      TracedSegment counterpart = run.realOf(segment.sent().ordinal());
      Long ours = segment.sent().atNs();
      Long theirs = counterpart == null ? null : counterpart.sent().atNs();
      if (ours != null && theirs != null && (byRealClock ? theirs : ours) <= before) {
        drift = theirs - ours;
      }
    }
    return drift;
  }

  Aligned.Conversation conversation() {
    return run.conversation(pair.any().sent().connection());
  }

  boolean isWithin(long fromNs, long toNs) {
    return atNs >= fromNs && atNs <= toNs;
  }

  /** Whether a segment arrives at the host between two times. */
  boolean somethingArrives(long fromNs, long toNs) {
    for (Entry entry : run.simulated().entries()) {
      if (entry instanceof Entry.Arrived arrived
          && arrived.atNs() != null
          && arrived.atNs() >= fromNs
          && arrived.atNs() <= toNs) {
        TracedSegment segment = run.simulated(arrived.segment());
        if (segment != null && segment.sent().from() != host) {
          return true;
        }
      }
    }
    return false;
  }

  /** The same of a segment that answers nothing which the host has sent since. */
  boolean arrivesByItself(long fromNs, long toNs) {
    for (Entry entry : run.simulated().entries()) {
      if (entry instanceof Entry.Arrived arrived
          && arrived.atNs() != null
          && arrived.atNs() >= fromNs
          && arrived.atNs() <= toNs) {
        TracedSegment segment = run.simulated(arrived.segment());
        if (segment != null && segment.sent().from() != host && !answersSince(segment, fromNs)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean answersSince(TracedSegment segment, long fromNs) {
    @Nullable TracedSegment cause = segment;
    while (cause != null && cause.sent().cause() instanceof Cause.BySegment(int ordinal, int _)) {
      cause = ordinal < cause.sent().ordinal() ? run.simulated(ordinal) : null;
      Long sent = cause == null ? null : cause.sent().atNs();
      if (cause != null && cause.sent().from() == host && sent != null && sent >= fromNs) {
        return true;
      }
    }
    return false;
  }

  /** Whether data had arrived at the kernel that sent this. */
  boolean hasReceivedData(Piece real) {
    Long at = real.sent().atNs();
    for (Piece piece : conversation().real().of(host.other())) {
      boolean data = piece.payloadLength() > 0;
      for (Entry.Arrived arrived : piece.parts().getFirst().deliveries()) {
        if (data && at != null && arrived.atNs() != null && arrived.atNs() <= at) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the segment that the kernel sent next carries on where this one ends, just after. */
  boolean isFollowedAtOnce(Piece real) {
    Long at = real.sent().atNs();
    for (Piece piece : conversation().real().of(host)) {
      Long next = piece.sent().atNs();
      if (at != null
          && next != null
          && piece.isData()
          && piece.segment().sequence().equals(real.last().end())) {
        return next - at <= tolerances.answerNs();
      }
    }
    return false;
  }
}
