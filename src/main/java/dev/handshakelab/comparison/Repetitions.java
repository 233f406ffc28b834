package dev.handshakelab.comparison;

import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Segment;
import org.jspecify.annotations.Nullable;

/**
 * Why something is sent once more in one of two traces: for want of a segment that is explained.
 */
final class Repetitions {
  private final Aligned run;
  private final Circumstances where;
  private final OneSided oneSided;
  private final Answers answers;

  Repetitions(Aligned run, Circumstances where, OneSided oneSided, Answers answers) {
    this.run = run;
    this.where = where;
    this.oneSided = oneSided;
    this.answers = answers;
  }

  /**
   * It is sent once more, since nothing had come that would have put an end to that; in the other
   * trace that had.
   */
  @Nullable String ofTheUnheard(Pair pair) {
    boolean isSimulated = pair.simulated() != null;
    var conversation = run.conversation(pair.any().sent().connection());
    View here = isSimulated ? conversation.simulated() : conversation.real();
    View there = isSimulated ? conversation.real() : conversation.simulated();
    Moment moment = Moment.of(pair, run, where);
    if (moment == null || !isRepeated(pair.any(), here)) {
      return null;
    }
    for (Piece piece : there.of(moment.host().other())) {
      Long came = Arrivals.firstNs(piece.parts().getFirst());
      if (came != null
          && came <= moment.atNs() + moment.slackNs()
          && ends(piece, there, pair.any(), here)) {
        String name = ofWhatLedTo(piece, !isSimulated);
        if (name != null) {
          return name;
        }
      }
    }
    return null;
  }

  /** As many as lack here of those that the other trace has before. */
  @Nullable String ofTheLeft(Pair pair) {
    boolean isSimulated = pair.simulated() != null;
    var conversation = run.conversation(pair.any().sent().connection());
    if (!isRepeated(pair.any(), view(pair))) {
      return null;
    }
    String name = null;
    int lacking = 0;
    for (Pair other : conversation.of(pair.any().from())) {
      if (other.equals(pair)) {
        return lacking > 0 ? name : null;
      }
      boolean there = isSimulated ? other.simulated() == null : other.real() == null;
      boolean here = isSimulated ? other.real() == null : other.simulated() == null;
      if ((there || here) && isAnother(other, pair)) {
        lacking += there ? 1 : -1;
        String why = there ? oneSided.why(ordinal(other), !isSimulated) : null;
        name = why == null ? name : why;
      }
    }
    return null;
  }

  private boolean isAnother(Pair one, Pair other) {
    Party from = one.any().from();
    Segment left = one.any().segment();
    Segment right = other.any().segment();
    return Piece.kind(left) == Piece.kind(right)
        && left.payload().length() == right.payload().length()
        && view(one).sequence(left, from).equals(view(other).sequence(right, from));
  }

  private View view(Pair pair) {
    var conversation = run.conversation(pair.any().sent().connection());
    return pair.simulated() == null ? conversation.real() : conversation.simulated();
  }

  private static int ordinal(Pair pair) {
    return pair.any().sent().ordinal();
  }

  private static boolean isRepeated(Piece piece, View view) {
    Segment segment = piece.segment();
    return segment.length() > 0
        && view.of(piece.from()).stream()
            .anyMatch(before ->
                before.number() < piece.number()
                    && !before.isInjected()
                    && before.segment().sequence().equals(segment.sequence())
                    && before.segment().length() == segment.length());
  }

  /** Whether one end's segment acknowledges or resets what the other's, of another trace, sends. */
  private static boolean ends(Piece piece, View there, Piece sent, View here) {
    Segment segment = piece.segment();
    if (segment.isRst()) {
      return true;
    }
    Integer acknowledged =
        segment.isAck() ? there.offset(segment.acknowledgment(), sent.from()) : null;
    Integer from = here.offset(sent.segment().sequence(), sent.from());
    return acknowledged != null && from != null && acknowledged > from;
  }

  /** Why a segment, or what it answers, is only in its own trace; null when it is in both. */
  private @Nullable String ofWhatLedTo(Piece piece, boolean isSimulated) {
    String name = oneSided.why(piece.sent().ordinal(), isSimulated);
    TracedSegment answered = name == null ? answers.answered(piece, isSimulated) : null;
    return answered == null ? name : oneSided.why(answered.sent().ordinal(), isSimulated);
  }
}
