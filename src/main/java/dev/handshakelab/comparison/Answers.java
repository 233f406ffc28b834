package dev.handshakelab.comparison;

import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Segment;
import org.jspecify.annotations.Nullable;

/** What segments answer, by the trace that they are in. */
final class Answers {
  private final Aligned run;
  private final Circumstances where;

  Answers(Aligned run, Circumstances where) {
    this.run = run;
    this.where = where;
  }

  /** What a segment answers; a kernel only says what had arrived last, if that was just before. */
  @Nullable TracedSegment answered(Piece piece, boolean isSimulated) {
    if (isSimulated) {
      return piece.sent().cause() instanceof Cause.BySegment(int ordinal, int _)
          ? run.simulated(ordinal)
          : null;
    }
    TracedSegment last = null;
    Long at = piece.sent().atNs();
    View real = run.conversation(piece.sent().connection()).real();
    for (Piece other : real.of(piece.from().other())) {
      for (TracedSegment segment : other.parts()) {
        for (Entry.Arrived arrived : segment.deliveries()) {
          if (at != null
              && arrived.atNs() != null
              && !arrived.corrupted()
              && arrived.atNs() <= at
              && at - arrived.atNs() <= where.tolerances().answerNs()) {
            last = segment;
          }
        }
      }
    }
    return last;
  }

  /** Whether it acknowledges, and nothing else, what may be answered only so often. */
  boolean refuses(Piece piece, boolean isSimulated) {
    TracedSegment answered = piece.isPureAck() ? answered(piece, isSimulated) : null;
    if (answered == null) {
      return false;
    }
    Segment segment = answered.sent().packet().segment();
    return segment.isSyn() || segment.length() == 0 && !segment.isRst();
  }
}
