package dev.handshakelab.comparison;

import dev.handshakelab.trace.TracedSegment;
import java.util.HashMap;
import java.util.Map;

/**
 * More SYNs than a listener has room for. Which of them finds a place, and how often the SYN+ACK of
 * one that did is repeated, depends on how many others are half open at that moment, and so on when
 * each of their timers runs out. A kernel's wheel lets those that are due within an eighth of their
 * time run out together.
 *
 * <p>That a queue was crowded explains nothing by itself. What a connection met must be right by
 * the queue that each of the two had, seen from the SYN+ACKs that each has sent.
 */
final class CrowdedQueue {
  private final Aligned run;
  private final SynQueue simulated;
  private final SynQueue real;
  private final Map<Integer, Boolean> explained = new HashMap<>();

  CrowdedQueue(Aligned run, Circumstances where) {
    this.run = run;
    simulated = new SynQueue(run.simulated(), where.listening(), where.tolerances(), 0);
    real = new SynQueue(run.real(), where.listening(), where.tolerances(), run.latenessNs());
  }

  /**
   * Whether a connection was answered otherwise since it was crowded out, rightly by each queue.
   */
  boolean explains(int connection) {
    return explained.computeIfAbsent(
        connection,
        number ->
            !simulated.answers(number).equals(real.answers(number))
                && (simulated.isCrowdedOut(number) || real.isCrowdedOut(number))
                && simulated.isRight(number)
                && real.isRight(number));
  }

  /**
   * Whether it explains a segment that only one of the two has: a SYN+ACK, or a SYN that is not
   * repeated where it was answered.
   */
  boolean explains(Pair pair) {
    Piece piece = pair.any();
    int number = piece.sent().connection();
    if (pair.simulated() != null && pair.real() != null || !explains(number)) {
      return false;
    }
    return switch (Divergence.SegmentKind.of(piece)) {
      case SYN_ACK -> true;
      case SYN -> isAnsweredElsewhere(number, pair);
      case ACK, DATA, FIN, RST -> false;
    };
  }

  /** Whether the other trace has a SYN+ACK before that this one lacks. */
  private boolean isAnsweredElsewhere(int number, Pair syn) {
    Long at = syn.any().sent().atNs();
    boolean here = syn.simulated() != null;
    return at != null
        && run.conversation(number).of(syn.any().from().other()).stream()
            .filter(pair -> (here ? pair.simulated() : pair.real()) == null)
            .filter(pair -> Divergence.SegmentKind.of(pair.any()) == Divergence.SegmentKind.SYN_ACK)
            .flatMap(pair -> pair.any().parts().stream())
            .map(TracedSegment::receivedNs)
            .anyMatch(arrived -> arrived != null && arrived <= at);
  }
}
