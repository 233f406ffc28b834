package dev.handshakelab.comparison;

import dev.handshakelab.trace.TracedSegment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers that have changed places. Where of two segments another came first, or alone, for a known
 * reason, the one is answered as the other would have been; a pair is then of two answers to
 * different segments, and each is right by what it answers.
 */
final class ExchangedAnswers {
  private final List<Found> found;
  private final Map<Found, String> names;
  private final Aligned run;
  private final Answers answers;
  private final OneSided oneSided;

  /**
   * @param found all that differs
   * @param names of what is explained so far
   */
  ExchangedAnswers(
      List<Found> found,
      Map<Found, String> names,
      Aligned run,
      Answers answers,
      OneSided oneSided) {
    this.found = found;
    this.names = names;
    this.run = run;
    this.answers = answers;
    this.oneSided = oneSided;
  }

  /** What it answers is answered by another in the real trace, whose own reason lacks there. */
  @Nullable String ofTheShifted(Pair pair) {
    TracedSegment answered =
        pair.simulated() == null ? null : answers.answered(pair.simulated(), true);
    TracedSegment there = answered == null ? null : run.realOf(answered.sent().ordinal());
    if (there == null) {
      return null;
    }
    for (Pair other : run.conversation(there.sent().connection()).of(pair.any().from())) {
      if (other.simulated() != null
          && other.real() != null
          && there.equals(answers.answered(other.real(), false))) {
        TracedSegment reason = answers.answered(other.simulated(), true);
        String name = reason == null ? null : oneSided.why(reason.sent().ordinal(), true);
        if (name != null) {
          return name;
        }
      }
    }
    return null;
  }

  /**
   * The kernel acknowledges another segment so, and that or what it was answered by is explained.
   */
  @Nullable String ofTheOther(Pair pair) {
    Piece sent = pair.real();
    TracedSegment answered =
        sent == null || !sent.isPureAck() ? null : answers.answered(sent, false);
    if (answered == null) {
      return null;
    }
    String only = oneSided.why(answered.sent().ordinal(), false);
    return only != null
        ? only
        : found.stream()
            .filter(
                each -> each.at().aspect() == Aspect.CAUSE || each.at().aspect() == Aspect.SEGMENT)
            .filter(each -> isToAnswer(each.pair(), answered))
            .map(names::get)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  /** Whether a segment is, simulated, an answer to what the kernel's segment is to the real one. */
  private boolean isToAnswer(@Nullable Pair pair, TracedSegment real) {
    TracedSegment answered =
        pair == null || pair.simulated() == null ? null : answers.answered(pair.simulated(), true);
    return answered != null && real.equals(run.realOf(answered.sent().ordinal()));
  }
}
