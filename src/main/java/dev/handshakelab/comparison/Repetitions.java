package dev.handshakelab.comparison;

import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Segment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why something is sent once more in one of two traces: for want of a segment that is explained.
 */
final class Repetitions {
  private final List<Found> found;
  private final Map<Found, String> names;
  private final Aligned run;
  private final Circumstances where;
  private final OneSided oneSided;
  private final Answers answers;

  Repetitions(
      List<Found> found,
      Map<Found, String> names,
      Aligned run,
      Circumstances where,
      OneSided oneSided,
      Answers answers) {
    this.found = found;
    this.names = names;
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

  /** The other trace repeats more in one segment, this one among it. */
  @Nullable String ofTheMerged(Pair pair) {
    boolean isSimulated = pair.simulated() != null;
    if (!isRepeated(pair.any(), view(pair))) {
      return null;
    }
    for (Pair other : run.conversation(pair.any().sent().connection()).of(pair.any().from())) {
      boolean there = isSimulated ? other.simulated() == null : other.real() == null;
      if (there && isRepeated(other.any(), view(other)) && covers(other, pair)) {
        String name = oneSided.why(ordinal(other), !isSimulated);
        if (name != null) {
          return name;
        }
      }
    }
    return null;
  }

  private boolean covers(Pair one, Pair other) {
    Party from = one.any().from();
    Segment more = one.any().segment();
    Segment less = other.any().segment();
    Integer begin = view(one).offset(more.sequence(), from);
    Integer lessBegin = view(other).offset(less.sequence(), from);
    return begin != null
        && lessBegin != null
        && more.length() > less.length()
        && begin <= lessBegin
        && begin + more.length() >= lessBegin + less.length();
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
                    && before.segment().length() > 0
                    && before.segment().sequence().equals(segment.sequence()));
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
    String why = answered == null ? name : oneSided.why(answered.sent().ordinal(), isSimulated);
    return why == null ? ofItsAcknowledgment(piece) : why;
  }

  /** Why a segment that is in both acknowledges something else; null when it does not. */
  private @Nullable String ofItsAcknowledgment(Piece piece) {
    return found.stream()
        .filter(each -> each.at().aspect() == Aspect.ACK && isOf(each.pair(), piece))
        .map(names::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static boolean isOf(@Nullable Pair pair, Piece piece) {
    return pair != null && (piece.equals(pair.simulated()) || piece.equals(pair.real()));
  }

  /**
   * What a timer sends comes at another time where more, or less, was acknowledged by then: how
   * long Linux waits depends on how many segments are under way.
   */
  @Nullable String ofTheUnacknowledged(Pair pair) {
    Piece one = pair.simulated();
    Piece other = pair.real();
    if (one == null || other == null || !(one.sent().cause() instanceof Cause.ByTimer)) {
      return null;
    }
    Piece less = latest(one, true);
    Piece more = latest(other, false);
    if (less == null || more == null) {
      return null;
    }
    var conversation = run.conversation(one.sent().connection());
    Party party = one.from();
    Integer simulated = conversation.simulated().offset(less.segment().acknowledgment(), party);
    Integer real = conversation.real().offset(more.segment().acknowledgment(), party);
    if (simulated == null || real == null || simulated.equals(real)) {
      return null;
    }
    return ofWhatLedTo(simulated > real ? less : more, simulated > real);
  }

  /** Of what had arrived before a segment was sent, what acknowledged most. */
  private @Nullable Piece latest(Piece sent, boolean isSimulated) {
    var conversation = run.conversation(sent.sent().connection());
    View view = isSimulated ? conversation.simulated() : conversation.real();
    Long at = sent.sent().atNs();
    @Nullable Piece latest = null;
    for (Piece piece : view.of(sent.from().other())) {
      Long came = Arrivals.firstNs(piece.parts().getFirst());
      boolean before = came != null && at != null && came < at && piece.segment().isAck();
      if (before
          && (latest == null
              || piece.segment().acknowledgment().isAfter(latest.segment().acknowledgment()))) {
        latest = piece;
      }
    }
    return latest;
  }
}
