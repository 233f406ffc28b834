package dev.handshakelab.comparison;

import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledgments of what was sent at another moment, for a known reason: what comes earlier is
 * acknowledged by what is sent anyway, what comes later needs an acknowledgment of its own. A
 * kernel is right by its own order if it acknowledges what had arrived.
 */
final class OtherMoments {
  private final List<Found> found;
  private final Map<Found, String> names;
  private final Aligned run;
  private final Answers answers;
  private final OneSided oneSided;

  /**
   * @param found all that differs
   * @param names of what is explained so far
   */
  OtherMoments(
      List<Found> found,
      Map<Found, String> names,
      Aligned run,
      Answers answers,
      OneSided oneSided) {
    this.oneSided = oneSided;
    this.found = found;
    this.names = names;
    this.run = run;
    this.answers = answers;
  }

  /** Why only one trace has an acknowledgment; null when the other never acknowledges as much. */
  @Nullable String ofTheOwn(Pair pair) {
    boolean isSimulated = pair.simulated() != null;
    Piece piece = pair.any();
    TracedSegment answered = piece.isPureAck() ? answers.answered(piece, isSimulated) : null;
    if (answered == null) {
      return null;
    }
    var conversation = run.conversation(piece.sent().connection());
    View here = isSimulated ? conversation.simulated() : conversation.real();
    View there = isSimulated ? conversation.real() : conversation.simulated();
    Integer offset = offset(here, piece);
    if (offset == null || !isAcknowledged(offset, there, piece.from())) {
      return null;
    }
    String moved = why(answered, isSimulated);
    return moved == null ? whyMore(offset, there, piece.from().other(), !isSimulated) : moved;
  }

  private static boolean isAcknowledged(int offset, View view, Party by) {
    return view.of(by).stream()
        .map(piece -> offset(view, piece))
        .anyMatch(other -> other != null && other >= offset);
  }

  /** Why more than so much had come there; null when nothing more had for a known reason. */
  private @Nullable String whyMore(int offset, View there, Party from, boolean isSimulated) {
    for (Piece piece : there.of(from)) {
      Integer begin = there.offset(piece.segment().sequence(), from);
      String name =
          begin == null || begin != offset
              ? null
              : oneSided.why(piece.sent().ordinal(), isSimulated);
      if (name != null) {
        return name;
      }
    }
    return null;
  }

  /**
   * Why only one of the two has an acknowledgment with this number of its own: the other has sent
   * more by then, or less, for a known reason.
   */
  @Nullable String ofTheNumbered(Pair pair) {
    Piece piece = pair.any();
    if (!piece.isPureAck()) {
      return null;
    }
    boolean isSimulated = pair.simulated() != null;
    var conversation = run.conversation(piece.sent().connection());
    View here = isSimulated ? conversation.simulated() : conversation.real();
    View there = isSimulated ? conversation.real() : conversation.simulated();
    Integer acknowledged = offset(here, piece);
    for (Pair other : conversation.of(piece.from())) {
      Piece counterpart = isSimulated ? other.real() : other.simulated();
      boolean isInBoth = other.simulated() != null && other.real() != null;
      if (counterpart != null
          && !isInBoth
          && counterpart.isPureAck()
          && acknowledged != null
          && acknowledged.equals(offset(there, counterpart))) {
        String name = whyBetween(piece, here, counterpart, there);
        if (name != null) {
          return name;
        }
      }
    }
    return null;
  }

  /** Why one of the two had sent what is between their numbers. */
  private @Nullable String whyBetween(Piece one, View here, Piece other, View there) {
    Integer first = here.offset(one.segment().sequence(), one.from());
    Integer second = there.offset(other.segment().sequence(), other.from());
    if (first == null || second == null || first.equals(second)) {
      return null;
    }
    boolean isHere = first > second;
    View further = isHere ? here : there;
    boolean isSimulated = further.equals(run.conversation(one.sent().connection()).simulated());
    for (Piece sent : further.of(one.from())) {
      Integer end = further.offset(sent.last().end(), one.from());
      String name =
          end != null && end == Math.max(first, second) && sent.segment().length() > 0
              ? oneSided.why(sent.sent().ordinal(), isSimulated)
              : null;
      if (name != null) {
        return name;
      }
    }
    return null;
  }

  /** Why both acknowledge, but not the same; null when the kernel's is not what had arrived. */
  @Nullable String ofTheOther(Pair pair) {
    Piece ours = pair.simulated();
    Piece theirs = pair.real();
    Long at = theirs == null ? null : theirs.sent().atNs();
    if (ours == null || theirs == null || at == null) {
      return null;
    }
    var conversation = run.conversation(ours.sent().connection());
    Integer one = offset(conversation.simulated(), ours);
    Integer other = offset(conversation.real(), theirs);
    var arrived = new Arrivals(conversation.real(), theirs.from());
    if (one == null || other == null || other != arrived.nextBy(at)) {
      return null;
    }
    for (Piece sent : conversation.real().of(theirs.from().other())) {
      Integer end = conversation.real().offset(sent.last().end(), sent.from());
      boolean makesIt = end != null && end > Math.min(one, other) && end <= Math.max(one, other);
      String name = makesIt ? why(sent.parts().getLast(), false) : null;
      if (name != null) {
        return name;
      }
    }
    return null;
  }

  /** Why a segment was sent at another moment; null when it was not, or nobody knows. */
  private @Nullable String why(TracedSegment segment, boolean isSimulated) {
    return found.stream()
        .filter(each -> each.at().aspect() == Aspect.CAUSE || each.at().aspect() == Aspect.LATENCY)
        .filter(each -> isOf(each.pair(), segment, isSimulated))
        .map(names::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static boolean isOf(@Nullable Pair pair, TracedSegment segment, boolean isSimulated) {
    Piece piece = pair == null ? null : isSimulated ? pair.simulated() : pair.real();
    return piece != null && piece.parts().contains(segment);
  }

  private static @Nullable Integer offset(View view, Piece piece) {
    return piece.last().isAck()
        ? view.offset(piece.last().acknowledgment(), piece.from().other())
        : null;
  }
}
