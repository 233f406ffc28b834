package dev.handshakelab.linux;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.Probe.Found;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.tracing.KernelLog;
import dev.handshakelab.scenario.KernelAccount.Completeness;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner.Carried;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A log of the kernel's with hardly any room, while more is printed than anybody reads. */
@Timeout(120)
class LostEventsTest {
  private static final LinuxRunner.Limits LIMITS = LinuxRunner.Limits.USUAL.untraced();

  /** Fifty events at the most. */
  private static final int ROOM_KB = 4;

  /** Each is answered with a reset, of which the kernel prints two events. */
  private static final String FLOOD =
      """
      {server: {listens: false}, steps: [], until: {ms: 500},
       network: {floods: [{atMs: 0, perSecond: 100000, count: 3000, to: 'SERVER'}]}}\
      """;

  @Test
  void whatTheLogHadNoRoomForIsCountedAndToldInTheTrace() throws Exception {
    Found found = Probe.probe(LIMITS, () -> false);
    assumeTrue(
        found.abilities().tier() == Tier.NETNS_TUN, () -> "no namespaces: " + found.abilities());
    try (var runner =
        new LinuxRunner(LIMITS, new Found(found.abilities(), found.place(), smallLog(), null))) {
      Carried carried = flood(runner);
      Completeness capture = requireNonNull(carried.account()).capture();
      assertThat(capture.traced()).isTrue();
      assertThat(capture.eventsMissed()).isPositive();
      assertThat(capture.complete()).isFalse();
      // The runner's count goes on when the session's is closed, and the host prints on.
      assertThat(runner.missed())
          .isGreaterThanOrEqualTo(capture.packetsMissed() + capture.eventsMissed());
      assertThat(Stories.notes(carried.trace()))
          .contains(
              "the kernel's log is not complete: it had no room for "
                  + capture.eventsMissed()
                  + " events of this host");
    }
  }

  private static KernelLog smallLog() {
    try {
      return KernelLog.open(new KernelLog.Ports(1024, 65_535), ROOM_KB);
    } catch (LinuxException refused) {
      assumeTrue(false, "the kernel's tracepoints cannot be read here: " + refused.getMessage());
      throw new IllegalStateException(refused);
    }
  }

  private static Carried flood(LinuxRunner runner) throws RunFailure {
    return runner.carryOut(KernelRequests.asking(FLOOD), _ -> {});
  }
}
