package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.KernelComparisons.Compared;
import dev.handshakelab.comparison.Divergences;
import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.wire.IpAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests that nobody chose, simulated and on this machine's kernel. */
class KernelAtRandomTest {
  private static final Divergences KNOWN = Divergences.known();

  /** Sessions mostly wait for their timers. */
  private static final int AT_ONCE = 6;

  /**
   * Ten minutes. {@code -Dseeds=30 -Dfrom=60} runs thirty, from the sixtieth on; a failure prints
   * the seed, the request and both ladders.
   */
  @Tag("deep")
  @Test
  void requestsAtRandomAreAnsweredAlike() throws Exception {
    int seeds = Integer.getInteger("seeds", 300);
    int from = Integer.getInteger("from", 0);
    var limits = LinuxRunner.Limits.USUAL;
    try (var overIpv4 = new LinuxRunner(limits);
        var overIpv6 = new LinuxRunner(limits.withAddress(IpAddress.parse("::1")));
        var several = Executors.newFixedThreadPool(AT_ONCE)) {
      for (LinuxRunner each : List.of(overIpv4, overIpv6)) {
        assumeTrue(
            "netns-tun".equals(each.capability().tier()),
            () -> "needs network namespaces and a TUN: " + each.capability());
      }
      List<Future<Compared>> all =
          IntStream.range(from, from + seeds)
              .mapToObj(seed ->
                  several.submit(
                      () -> compared(seed, RandomRequests.isIpv6(seed) ? overIpv6 : overIpv4)))
              .toList();
      StringBuilder stories = new StringBuilder();
      int late = 0;
      for (int i = 0; i < seeds; i++) {
        Compared compared = all.get(i).get();
        boolean isLate = compared.latenessNs() > KernelComparisons.TOO_LATE_NS;
        late += isLate ? 1 : 0;
        if (!isLate && !compared.unexplained(KNOWN).isEmpty()) {
          stories.append("seed ").append(from + i).append(": ").append(compared.story(KNOWN));
        }
      }
      assertThat(stories.toString()).as("%d of %d runs were late", late, seeds).isEmpty();
      assertThat(late).as("runs on a machine that was too late").isLessThanOrEqualTo(seeds / 10);
    }
  }

  private static Compared compared(long seed, LinuxRunner runner) throws RunFailure {
    String json = RandomRequests.json(seed);
    SessionRequest asked = KernelComparisons.request(KernelComparisons.onTheKernel(json));
    assertThat(runner.refuse(asked)).as(json).isEmpty();
    return new KernelComparisons(runner).compare(json, KernelComparisons.request(json), asked, 1);
  }
}
