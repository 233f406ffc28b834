package dev.handshakelab.comparison;

import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and when two traces differ in a segment, by the clock of the simulated one.
 *
 * @param host that sent it, or should have
 * @param atNs when; what only the kernel sent is put where it would have been simulated
 * @param slackNs by how much the times of the two traces are apart there
 */
record Moment(Aligned run, Pair pair, Party host, long atNs, long slackNs, Circumstances where) {
  /** Times drift apart with each passage of a slow machine; more than this is no drift. */
  static final long MOST_SLACK_NS = 100_000_000;

  /** Null when nobody knows when it was. */
  static @Nullable Moment of(Pair pair, Aligned run, Circumstances where) {
    Piece piece = pair.any();
    Long at = piece.sent().atNs();
    if (at == null) {
      return null;
    }
    boolean onlyReal = pair.simulated() == null;
    long drift = drift(run.conversation(piece.sent().connection()), at, onlyReal);
    return new Moment(
        run,
        pair,
        piece.from(),
        onlyReal ? at - drift : at,
        Math.min(MOST_SLACK_NS, run.latenessNs() + Math.abs(drift)),
        where);
  }

  /** When, simulated, an end went its own way; null when it did not, or nobody knows. */
  static @Nullable Moment of(
      Parting parting, int connection, Party party, Aligned run, Circumstances where) {
    Long ours = parting.simulated() == null ? null : parting.simulated().atNs();
    List<Pair> pairs = run.conversation(connection).all();
    if (ours == null || pairs.isEmpty()) {
      return null;
    }
    long drift = drift(run.conversation(connection), ours, false);
    long slack = Math.min(MOST_SLACK_NS, run.latenessNs() + Math.abs(drift));
    return new Moment(run, pairs.getFirst(), party, ours, slack, where);
  }

  Tolerances tolerances() {
    return where.tolerances();
  }

  /** By how much the last segment before, of those that both have, was later than simulated. */
  private static long drift(Aligned.Conversation conversation, long before, boolean byRealClock) {
    long drift = 0;
    long last = Long.MIN_VALUE;
    for (Pair pair : conversation.all()) {
      Long ours = pair.simulated() == null ? null : pair.simulated().sent().atNs();
      Long theirs = pair.real() == null ? null : pair.real().sent().atNs();
      if (ours != null && theirs != null && ours >= last) {
        if ((byRealClock ? theirs : ours) <= before) {
          drift = theirs - ours;
          last = ours;
        }
      }
    }
    return drift;
  }

  int connection() {
    return pair.any().sent().connection();
  }

  Aligned.Conversation conversation() {
    return run.conversation(connection());
  }

  boolean isWithin(long fromNs, long toNs) {
    return atNs >= fromNs && atNs <= toNs;
  }

  /**
   * Whether a segment of the conversation arrives at the host between two times that answers
   * nothing which the host has sent since.
   */
  boolean arrivesByItself(long fromNs, long toNs) {
    for (Piece piece : conversation().simulated().of(host.other())) {
      for (TracedSegment part : piece.parts()) {
        for (Entry.Arrived arrived : part.deliveries()) {
          if (arrived.atNs() != null
              && arrived.atNs() >= fromNs
              && arrived.atNs() <= toNs
              && !answersSince(part, fromNs)) {
            return true;
          }
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

  /** Whether this carries on where the segment ends that the kernel sent just before. */
  boolean carriesOnAtOnce(Piece real) {
    Long at = real.sent().atNs();
    for (Piece piece : conversation().real().of(host)) {
      Long before = piece.sent().atNs();
      if (at != null
          && before != null
          && piece.isData()
          && piece.number() < real.number()
          && piece.last().end().equals(real.segment().sequence())
          && at - before <= tolerances().answerNs()) {
        return true;
      }
    }
    return false;
  }
}
