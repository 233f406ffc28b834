package dev.handshakelab.comparison;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A known way in which a kernel does not do what is simulated: a race that both orders are legal
 * in, a rounding, a property of the machine. What the simulator does wrong is none of these.
 *
 * @param name in lower case with hyphens
 * @param kernels beginnings of kernel releases, e.g. {@code 6.18}; empty for every kernel
 * @param aspects what it can make differ
 * @param segments the kinds of segment that it can concern, where it is about a segment; empty for
 *     all
 * @param scenarios where it applies; empty for everywhere
 * @param when what must have come together in the run; null for nothing
 * @param shownBy a request that shows it, as JSON
 * @param reason why the kernel differs
 * @param source where that is known from
 */
public record Divergence(
    String name,
    List<String> kernels,
    Set<Aspect> aspects,
    Set<SegmentKind> segments,
    Set<String> scenarios,
    @Nullable Condition when,
    String shownBy,
    String reason,
    String source) {
  public Divergence {
    kernels = List.copyOf(kernels);
    aspects = Set.copyOf(aspects);
    segments = Set.copyOf(segments);
    scenarios = Set.copyOf(scenarios);
  }

  /** What a segment is to the catalogue. */
  public enum SegmentKind {
    SYN,
    SYN_ACK,
    /** An acknowledgment and nothing else. */
    ACK,
    DATA,
    FIN,
    RST;

    static SegmentKind of(Piece piece) {
      var segment = piece.segment();
      if (segment.isRst()) {
        return RST;
      }
      if (segment.isSyn()) {
        return segment.isAck() ? SYN_ACK : SYN;
      }
      if (segment.isFin()) {
        return FIN;
      }
      return segment.payload().isEmpty() ? ACK : DATA;
    }
  }

  /** Whether this is what makes the two differ there. */
  boolean explains(Found found, Aligned run, Circumstances where) {
    return aspects.contains(found.at().aspect())
        && (kernels.isEmpty() || kernels.stream().anyMatch(where::isKernel))
        && (scenarios.isEmpty() || scenarios.contains(where.scenario()))
        && concerns(found)
        && (when == null || applies(when, found, run, where));
  }

  private static boolean applies(Condition when, Found found, Aligned run, Circumstances where) {
    if (found.pair() == null) {
      return when.holdsOfEnd(found, run, where);
    }
    Moment moment = Moment.of(found.pair(), run, where);
    return moment != null && when.holds(found, moment);
  }

  private boolean concerns(Found found) {
    return found.pair() == null
        || segments.isEmpty()
        || segments.contains(SegmentKind.of(found.pair().any()));
  }
}
