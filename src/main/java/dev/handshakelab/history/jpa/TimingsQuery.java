package dev.handshakelab.history.jpa;

import dev.handshakelab.history.Histories.SessionFilter;
import dev.handshakelab.history.Sight;
import dev.handshakelab.history.Timings;
import dev.handshakelab.history.Timings.Bin;
import dev.handshakelab.history.Timings.Group;
import dev.handshakelab.history.Timings.GroupBy;
import dev.handshakelab.history.Timings.Measure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of one time over many sessions, by a single query: it numbers the values of each
 * group in order, then makes one row of every bin of its histogram. A row tells how many values are
 * in the bin, their least, greatest and sum, and those percentiles that fall into it; put together,
 * the rows of a group are its statistics.
 *
 * <p>Percentiles are picked by number and not by {@code percentile_disc}: H2's is not the nearest
 * rank, of six values its p90 is the fifth.
 *
 * <p>A bin is found from the digits of the number in decimal, exactly: how many there are says
 * which decade, the first one which part of it. Logarithms would err beside powers of ten.
 */
final class TimingsQuery {
  private static final int BELOW_ZERO = -1;
  private static final int ZERO = 0;

  /** A long has 19 digits: three bins to each, one for zero and one for all below. */
  private static final int MOST_BINS = 3 * 19 + 2;

  private final StatelessSession database;

  TimingsQuery(StatelessSession database) {
    this.database = database;
  }

  Timings ask(Measure measure, @Nullable GroupBy groupBy, SessionFilter filter) {
    var selection = new SessionSelection(filter);
    String group = group(groupBy, filter.sight(), selection);
    String value = column(measure);
    selection.where(value + " is not null");
    var query =
        database.createNativeQuery(sql(group, value, selection.fromWhere()), Object[].class);
    List<Object[]> rows =
        selection
            .bind(query)
            .setParameter("most", (Timings.MAX_GROUPS + 1) * MOST_BINS)
            .getResultList();
    return new Timings(measure, groups(rows));
  }

  private static String sql(String group, String value, String fromWhere) {
    return """
    select grp, bin, count(*), min(val), max(val), sum(val),
      max(case when place = (total * 50 + 99) / 100 then val end),
      max(case when place = (total * 90 + 99) / 100 then val end),
      max(case when place = (total * 95 + 99) / 100 then val end),
      max(case when place = (total * 99 + 99) / 100 then val end)
    from (
      select grp, val,
        row_number() over (partition by grp order by val) as place,
        count(*) over (partition by grp) as total,
        case
          when val < 0 then -1
          when val = 0 then 0
          else 3 * char_length(digits) - case
            when digits < '2' then 2
            when digits < '5' then 1
            else 0 end
          end as bin
      from (select %s as grp, %s as val, cast(%2$s as varchar(20)) as digits %3$s) measured
    ) numbered
    group by grp, bin
    order by grp, bin
    limit :most
    """
        .formatted(group, value, fromWhere);
  }

  private static String column(Measure measure) {
    return switch (measure) {
      case HANDSHAKE -> "s.handshake_ns";
      case CLIENT_RTT -> "s.client_rtt_ns";
      case SERVER_RTT -> "s.server_rtt_ns";
      case RETRANSMISSION_WAIT -> "s.retransmission_wait_ns";
    };
  }

  private static String group(@Nullable GroupBy groupBy, Sight sight, SessionSelection selection) {
    return switch (groupBy) {
      case null -> "cast(null as varchar)";
      case GroupBy.ByScenario() -> "s.scenario";
      case GroupBy.ByMode() -> "s.mode";
      case GroupBy.ByOutcome() -> "s.outcome";
      case GroupBy.ByLabel(String name) -> {
        selection.join(
            "left join session_label grouping_label on grouping_label.session_id = s.id"
                + " and grouping_label.label_name = :groupingLabel"
                + (sight.secrets() ? "" : " and not s.variant"),
            "groupingLabel",
            name);
        yield "grouping_label.label_value";
      }
    };
  }

  private static List<Group> groups(List<Object[]> rows) {
    Map<@Nullable String, Statistics> groups = new LinkedHashMap<>();
    for (Object[] row : rows) {
      groups.computeIfAbsent((String) row[0], none -> new Statistics()).add(row);
    }
    if (groups.size() > Timings.MAX_GROUPS) {
      throw new Timings.TooManyGroups();
    }
    // Databases sort texts by the language they were set up for.
    return groups.entrySet().stream()
        .map(group -> group.getValue().group(group.getKey()))
        .sorted(Comparator.comparing(Group::key, Comparator.nullsLast(Comparator.naturalOrder())))
        .toList();
  }

  /** What the rows of one group have told so far; they come in order of their bins. */
  private static final class Statistics {
    private final long[] percentiles = new long[4];
    private final List<Bin> bins = new ArrayList<>();
    private long count;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;
    private BigDecimal sum = BigDecimal.ZERO;

    void add(Object[] row) {
      long inBin = number(row[2]);
      long leastInBin = number(row[3]);
      count += inBin;
      least = Math.min(least, leastInBin);
      greatest = Math.max(greatest, number(row[4]));
      sum = sum.add(new BigDecimal(row[5].toString()));
      for (int i = 0; i < percentiles.length; i++) {
        if (row[6 + i] != null) {
          percentiles[i] = number(row[6 + i]);
        }
      }
      bins.add(bin((int) number(row[1]), leastInBin, inBin));
    }

    private static long number(Object column) {
      return ((Number) column).longValue();
    }

    Group group(@Nullable String key) {
      long mean = sum.divide(BigDecimal.valueOf(count), 0, RoundingMode.HALF_UP).longValueExact();
      return new Group(
          key,
          count,
          least,
          mean,
          percentiles[0],
          percentiles[1],
          percentiles[2],
          percentiles[3],
          greatest,
          bins);
    }
  }

  private static Bin bin(int number, long least, long count) {
    return switch (number) {
      case BELOW_ZERO -> new Bin(least, 0, count);
      case ZERO -> new Bin(0, 1, count);
      default -> new Bin(edge(number), edge(number + 1), count);
    };
  }

  /**
   * Where a bin begins: bin 1 at 1, then 2, 5, 10, 20, 50, …; the last edge is what a long holds.
   */
  private static long edge(int bin) {
    long edge = new long[] {1, 2, 5}[(bin - 1) % 3];
    for (int decade = (bin - 1) / 3; decade > 0; decade--) {
      if (edge > Long.MAX_VALUE / 10) {
        return Long.MAX_VALUE;
      }
      edge *= 10;
    }
    return edge;
  }
}
