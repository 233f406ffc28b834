package dev.handshakelab.comparison;

import dev.handshakelab.trace.Trace;
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
      for (Same each : comparison.ofRun(new Aligned(simulated, real.get(run - 1), where.endNs()))) {
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
    return new Aligned(simulated, real, null).latenessNs();
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
    Map<Found, String> names = new HashMap<>();
    for (Found each : found) {
      divergences
          .explaining(each, run, where)
          .ifPresent(divergence -> names.put(each, divergence.name()));
    }
    Consequences.add(found, names, run, where);
    return found.stream()
        .map(each -> new Same(each.at(), each.simulated(), each.real(), names.get(each)))
        .toList();
  }
}
