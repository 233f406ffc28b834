package dev.handshakelab.api.representation;

import dev.handshakelab.history.Timings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One time over many sessions, as groups. */
public record TimingsResource(
    @Describe("which time: handshake, clientRtt, serverRtt or retransmissionWait") String measure,
    List<GroupResource> groups) {

  /**
   * @param measure as it was asked for
   */
  public static TimingsResource of(String measure, Timings timings) {
    return new TimingsResource(measure, timings.groups().stream().map(GroupResource::of).toList());
  }

  /** Sessions that were counted together. Percentiles are by nearest rank. */
  public record GroupResource(
      @Describe("null without grouping, and for sessions that have no such label")
          @Nullable String key,
      long count,
      long minNs,
      long meanNs,
      long p50Ns,
      long p90Ns,
      long p95Ns,
      long p99Ns,
      long maxNs,
      @Describe("1-2-5 per decade; empty bins are left out") List<BinResource> histogram) {

    static GroupResource of(Timings.Group group) {
      return new GroupResource(
          group.key(),
          group.count(),
          group.minNs(),
          group.meanNs(),
          group.p50Ns(),
          group.p90Ns(),
          group.p95Ns(),
          group.p99Ns(),
          group.maxNs(),
          group.histogram().stream()
              .map(bin -> new BinResource(bin.fromNs(), bin.toNs(), bin.count()))
              .toList());
    }
  }

  /** How many values were at {@code fromNs} or above and below {@code toNs}. */
  public record BinResource(long fromNs, long toNs, long count) {}
}
