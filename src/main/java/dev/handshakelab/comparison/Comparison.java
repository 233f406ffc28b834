package dev.handshakelab.comparison;

import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was simulated against several runs on a kernel that was asked for the same. Several, since
 * one run cannot tell a race from an error.
 */
public final class Comparison {
  private final Divergences divergences;
  private final Circumstances where;

  private Comparison(Divergences divergences, Circumstances where) {
    this.divergences = divergences;
    this.where = where;
  }

  /**
   * Everything in which any run differs, in the order of connections and places.
   *
   * @param real at least one run
   * @throws TooLong when a run differs in too much
   */
  public static List<Difference> of(
      Trace simulated, List<Trace> real, Divergences divergences, Circumstances where) {
    var comparison = new Comparison(divergences, where);
    Map<Same, List<Integer>> runs = new LinkedHashMap<>();
    for (int run = 1; run <= real.size(); run++) {
      for (Same each : comparison.ofRun(new Aligned(simulated, real.get(run - 1)))) {
        List<Integer> shown = runs.computeIfAbsent(each, none -> new ArrayList<>());
        if (shown.isEmpty() || shown.getLast() != run) {
          shown.add(run);
        }
      }
    }
    List<Difference> differences = new ArrayList<>();
    runs.forEach((same, shown) ->
        differences.add(
            new Difference(same.at(), same.simulated(), same.real(), shown, same.divergence())));
    differences.sort(ORDER);
    return List.copyOf(differences);
  }

  private static final Comparator<Difference> ORDER =
      Comparator.<Difference>comparingInt(each -> each.at().connection())
          .thenComparingInt(each -> each.at().segment() == null ? Integer.MAX_VALUE : 0)
          .thenComparing(each -> each.at().party(), Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparingInt(each -> each.at().segment() == null ? 0 : each.at().segment())
          .thenComparing(each -> each.at().extra())
          .thenComparing(each -> each.at().aspect());

  /**
   * By how much the slowest thing of a run came later than was asked, in nanoseconds: a passage of
   * the link, or a call at its time. A run on a machine that was very late says little.
   *
   * @throws TooLong when the run differs in too much
   */
  public static long latenessNs(Trace simulated, Trace real) {
    return new Aligned(simulated, real).latenessNs();
  }

  private record Same(
      Place at, @Nullable String simulated, @Nullable String real, @Nullable String divergence) {}

  private List<Same> ofRun(Aligned run) {
    List<Found> found = new ArrayList<>();
    var latencies = new Latencies(run, where.tolerances());
    var endings = new Endings(run);
    for (Aligned.Conversation conversation : run.conversations()) {
      for (Pair pair : conversation.all()) {
        missing(conversation, pair).ifPresent(found::add);
        found.addAll(Fields.of(run, conversation, where.tolerances(), pair));
        found.addAll(latencies.of(pair));
      }
      found.addAll(endings.of(conversation));
    }
    found.addAll(endings.missing());
    return explained(found, run);
  }

  private static Optional<Found> missing(Aligned.Conversation conversation, Pair pair) {
    if (pair.simulated() != null && pair.real() != null) {
      return Optional.empty();
    }
    return Optional.of(
        Found.of(
            pair,
            Aspect.SEGMENT,
            pair.simulated() == null
                ? null
                : Relative.text(conversation.simulated(), pair.simulated()),
            pair.real() == null ? null : Relative.text(conversation.real(), pair.real())));
  }

  private List<Same> explained(List<Found> found, Aligned run) {
    Map<Integer, String> simulatedOnly = new HashMap<>();
    Map<Integer, String> realOnly = new HashMap<>();
    Map<Found, String> names = new HashMap<>();
    for (Found each : found) {
      divergences
          .explaining(each, run, where)
          .ifPresent(divergence -> names.put(each, divergence.name()));
    }
    // What answers a segment that is there for a known reason is there for the same.
    boolean more = true;
    while (more) {
      more = false;
      for (Found each : found) {
        String name = names.get(each);
        if (name == null) {
          name = consequence(each, run, simulatedOnly, realOnly);
          if (name != null) {
            names.put(each, name);
          }
        }
        if (name != null && each.at().aspect() == Aspect.SEGMENT && each.pair() != null) {
          Map<Integer, String> known = each.pair().simulated() == null ? realOnly : simulatedOnly;
          more |= known.put(each.pair().any().sent().ordinal(), name) == null;
        }
      }
    }
    return found.stream()
        .map(each -> new Same(each.at(), each.simulated(), each.real(), names.get(each)))
        .toList();
  }

  private @Nullable String consequence(
      Found found, Aligned run, Map<Integer, String> simulatedOnly, Map<Integer, String> realOnly) {
    if (found.at().aspect() != Aspect.SEGMENT || found.pair() == null) {
      return null;
    }
    Entry.Sent sent = found.pair().any().sent();
    if (found.pair().simulated() != null) {
      return sent.cause() instanceof Cause.BySegment(int ordinal, int _)
          ? simulatedOnly.get(ordinal)
          : null;
    }
    Integer answered = answered(sent, run.conversation(found.at().connection()).real());
    return answered == null ? null : realOnly.get(answered);
  }

  /**
   * What arrived last before a segment was sent, if that was just before; a kernel says no more.
   */
  private @Nullable Integer answered(Entry.Sent sent, View real) {
    Integer last = null;
    Long at = sent.atNs();
    for (Piece piece : real.of(sent.from().other())) {
      for (TracedSegment segment : piece.parts()) {
        for (Entry.Arrived arrived : segment.deliveries()) {
          if (at != null
              && arrived.atNs() != null
              && arrived.atNs() <= at
              && at - arrived.atNs() <= where.tolerances().answerNs()) {
            last = segment.sent().ordinal();
          }
        }
      }
    }
    return last;
  }
}
