package dev.handshakelab.comparison;

import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.trace.TracedSegment.Fate;
import dev.handshakelab.wire.Segment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Faults that hit another segment. A fault counts the segments that it could hit; where an end has
 * sent one more or less before, for a known reason, the one that is hit is another in each of the
 * two traces. They are of two networks from then on, and what differs does so for that reason.
 */
final class OtherFaults {
  private final Aligned run;
  private final OneSided oneSided;

  OtherFaults(Aligned run, OneSided oneSided) {
    this.run = run;
    this.oneSided = oneSided;
  }

  /** The first segment that only one of the two networks hit, and why. */
  private record Hit(Pair pair, String name) {
    /** By the clock of the trace that is asked for, or of the other when that has nothing there. */
    @Nullable Long atNs(boolean isSimulated) {
      Piece own = isSimulated ? pair.simulated() : pair.real();
      return (own == null ? pair.any() : own).sent().atNs();
    }
  }

  /** Why a segment may differ; null when it was sent before anything else was hit. */
  @Nullable String explaining(Pair pair) {
    boolean isSimulated = pair.simulated() != null;
    Piece piece = pair.any();
    return after(piece.sent().connection(), piece.sent().atNs(), isSimulated);
  }

  /**
   * Why anything may differ from a time on.
   *
   * @param atNs by the clock of the simulated or of the real trace; null when nobody knows
   */
  @Nullable String after(int connection, @Nullable Long atNs, boolean isSimulated) {
    for (Party party : Party.values()) {
      Hit hit = hit(connection, party);
      Long since = hit == null ? null : hit.atNs(isSimulated);
      if (hit != null && since != null && atNs != null && atNs >= since) {
        return hit.name();
      }
    }
    return null;
  }

  /**
   * Null unless one that both traces have was hit in one of them, or one instead of what only one
   * trace has: either shows that the faults count.
   */
  private @Nullable Hit hit(int connection, Party from) {
    String name = null;
    Pair more = null;
    Pair first = null;
    for (Pair pair : run.conversation(connection).of(from)) {
      boolean isInBoth = pair.simulated() != null && pair.real() != null;
      if (name == null && !isInBoth) {
        name = oneSided.why(pair.any().sent().ordinal(), pair.simulated() != null);
        more = pair;
      } else if (name != null && fate(pair.simulated()) != fate(pair.real())) {
        first = first == null ? pair : first;
        if (isInBoth || isHitInstead(pair, more)) {
          return new Hit(first, name);
        }
      }
    }
    return null;
  }

  /** Another was hit instead of the one more that a trace has; in that trace it came through. */
  private boolean isHitInstead(Pair pair, @Nullable Pair more) {
    if (more == null) {
      return false;
    }
    boolean isSimulated = more.simulated() != null;
    Piece hit = isSimulated ? pair.real() : pair.simulated();
    Fate fate = fate(more.any());
    if (fate == Fate.DELIVERED || hit == null || fate(hit) != fate) {
      return false;
    }
    var conversation = run.conversation(hit.sent().connection());
    View here = isSimulated ? conversation.simulated() : conversation.real();
    View there = isSimulated ? conversation.real() : conversation.simulated();
    return here.of(hit.from()).stream()
        .anyMatch(
            piece -> fate(piece) == Fate.DELIVERED && what(piece, here).equals(what(hit, there)));
  }

  private static List<Object> what(Piece piece, View view) {
    Segment segment = piece.segment();
    return List.of(
        Piece.kind(segment),
        view.sequence(segment, piece.from()),
        view.acknowledgment(segment, piece.from()),
        piece.payloadLength());
  }

  /** What the network did to it: to the part of it that it did anything to; to nothing, nothing. */
  private static Fate fate(@Nullable Piece piece) {
    if (piece == null) {
      return Fate.DELIVERED;
    }
    return piece.parts().stream()
        .map(TracedSegment::fate)
        .filter(fate -> fate != Fate.DELIVERED)
        .findFirst()
        .orElse(Fate.DELIVERED);
  }
}
