package dev.handshakelab.history;

import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One time, over many sessions: how many had it, and how it is distributed. A session's times are
 * those of its connection 1; sessions in which it did not happen are not counted. Percentiles are
 * exact, by nearest rank: of n values in order, the one at ⌈p·n/100⌉.
 *
 * @param groups in order of key, the one without a key last; a group that counts nothing is not
 *     there
 */
public record Timings(Measure measure, List<Group> groups) {
  /** More groups than this are refused: such a distribution is no longer read by anybody. */
  public static final int MAX_GROUPS = 1000;

  public Timings {
    groups = List.copyOf(groups);
  }

  /** Which time. */
  public enum Measure {
    HANDSHAKE,
    CLIENT_RTT,
    SERVER_RTT,
    RETRANSMISSION_WAIT
  }

  /** What sessions have in common that are counted together. */
  public sealed interface GroupBy {
    record ByScenario() implements GroupBy {}

    record ByMode() implements GroupBy {}

    record ByOutcome() implements GroupBy {}

    /** Sessions without that label are counted together under the key null. */
    record ByLabel(String name) implements GroupBy {}
  }

  /**
   * Times in nanoseconds.
   *
   * @param key null without grouping
   * @param meanNs rounded to the nearest nanosecond, half up
   * @param histogram in order; bins without a value are left out
   */
  public record Group(
      @Nullable String key,
      long count,
      long minNs,
      long meanNs,
      long p50Ns,
      long p90Ns,
      long p95Ns,
      long p99Ns,
      long maxNs,
      List<Bin> histogram) {
    public Group {
      histogram = List.copyOf(histogram);
    }
  }

  /**
   * How many values were at {@code fromNs} or above and below {@code toNs}. Edges are 0, 1, 2, 5,
   * 10, 20, 50, …; values below zero, which a wall clock that was set back can leave, share one bin
   * that begins at the least of them. {@code toNs} of the topmost bin that a long can hold is
   * {@code Long.MAX_VALUE}, inclusive.
   */
  public record Bin(long fromNs, long toNs, long count) {}

  /** There are more groups than {@link #MAX_GROUPS}. */
  public static final class TooManyGroups extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    public TooManyGroups() {
      super(
          "there are more than "
              + MAX_GROUPS
              + " groups: filter the sessions, or group by something that has fewer values");
    }
  }
}
