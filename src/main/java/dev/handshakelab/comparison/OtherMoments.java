package dev.handshakelab.comparison;

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

  /**
   * @param found all that differs
   * @param names of what is explained so far
   */
  OtherMoments(List<Found> found, Map<Found, String> names, Aligned run, Answers answers) {
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
    boolean isAcknowledged =
        offset != null
            && there.of(piece.from()).stream()
                .map(other -> offset(there, other))
                .anyMatch(other -> other != null && other >= offset);
    return isAcknowledged ? why(answered, isSimulated) : null;
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
