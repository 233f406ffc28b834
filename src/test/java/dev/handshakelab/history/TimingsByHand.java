package dev.handshakelab.history;

import dev.handshakelab.history.Timings.Bin;
import dev.handshakelab.history.Timings.Group;
import dev.handshakelab.history.Timings.GroupBy;
import dev.handshakelab.history.Timings.Measure;
import dev.handshakelab.trace.Timing;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Distributions counted in the plainest way: everything in memory, sorted. */
public final class TimingsByHand {
  private TimingsByHand() {}

  public static Timings count(List<Session> all, Measure measure, @Nullable GroupBy groupBy) {
    Map<@Nullable String, List<Long>> values = new HashMap<>();
    for (Session session : all) {
      Long value = value(session, measure);
      if (value != null) {
        values.computeIfAbsent(key(session, groupBy), none -> new ArrayList<>()).add(value);
      }
    }
    return new Timings(
        measure,
        values.entrySet().stream()
            .map(group -> group(group.getKey(), group.getValue().stream().sorted().toList()))
            .sorted(
                Comparator.comparing(Group::key, Comparator.nullsLast(Comparator.naturalOrder())))
            .toList());
  }

  private static @Nullable Long value(Session session, Measure measure) {
    if (session.summary() == null) {
      return null;
    }
    Timing timing = session.summary().first().timing();
    return switch (measure) {
      case HANDSHAKE -> timing.handshakeNs();
      case CLIENT_RTT -> timing.clientRttNs();
      case SERVER_RTT -> timing.serverRttNs();
      case RETRANSMISSION_WAIT -> timing.retransmissionWaitNs();
    };
  }

  private static @Nullable String key(Session session, @Nullable GroupBy groupBy) {
    return switch (groupBy) {
      case null -> null;
      case GroupBy.ByScenario() -> session.request().scenario();
      case GroupBy.ByMode() -> session.request().mode().name();
      case GroupBy.ByOutcome() -> outcome(session);
      case GroupBy.ByLabel(String name) -> session.request().labels().get(name);
    };
  }

  private static @Nullable String outcome(Session session) {
    return session.summary() == null ? null : session.summary().first().outcome().name();
  }

  private static Group group(@Nullable String key, List<Long> sorted) {
    BigDecimal sum =
        sorted.stream().map(BigDecimal::valueOf).reduce(BigDecimal.ZERO, BigDecimal::add);
    return new Group(
        key,
        sorted.size(),
        sorted.getFirst(),
        sum.divide(BigDecimal.valueOf(sorted.size()), 0, RoundingMode.HALF_UP).longValueExact(),
        nearestRank(sorted, 50),
        nearestRank(sorted, 90),
        nearestRank(sorted, 95),
        nearestRank(sorted, 99),
        sorted.getLast(),
        histogram(sorted));
  }

  private static long nearestRank(List<Long> sorted, int percent) {
    int rank =
        new BigDecimal(percent * sorted.size())
            .divide(BigDecimal.valueOf(100), 0, RoundingMode.CEILING)
            .intValueExact();
    return sorted.get(rank - 1);
  }

  private static List<Bin> histogram(List<Long> sorted) {
    List<BigInteger> edges = new ArrayList<>(List.of(BigInteger.ZERO));
    for (BigInteger decade = BigInteger.ONE; decade.bitLength() < 64; decade = times(decade, 10)) {
      edges.addAll(List.of(decade, times(decade, 2), times(decade, 5)));
    }
    List<Bin> bins = new ArrayList<>();
    add(bins, sorted, BigInteger.valueOf(sorted.getFirst()), BigInteger.ZERO);
    for (int i = 0; i + 1 < edges.size(); i++) {
      add(bins, sorted, edges.get(i), edges.get(i + 1));
    }
    return bins;
  }

  private static BigInteger times(BigInteger number, long by) {
    return number.multiply(BigInteger.valueOf(by));
  }

  private static void add(List<Bin> bins, List<Long> values, BigInteger from, BigInteger to) {
    long count =
        values.stream()
            .map(BigInteger::valueOf)
            .filter(value -> value.compareTo(from) >= 0 && value.compareTo(to) < 0)
            .count();
    if (count > 0) {
      BigInteger last = BigInteger.valueOf(Long.MAX_VALUE);
      bins.add(new Bin(from.longValueExact(), to.min(last).longValueExact(), count));
    }
  }
}
