package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.KernelComparisons.Compared;
import dev.handshakelab.comparison.Divergences;
import dev.handshakelab.linux.LinuxRunner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A kernel tells the switches of a policy apart: what it does is what is simulated with Linux's
 * setting of each, and not what is simulated with the RFC's. About two minutes, one of them for
 * TIME-WAIT.
 */
@Tag("deep")
class KernelSwitchesTest {
  private static final Divergences KNOWN = Divergences.known();

  private static LinuxRunner runner;

  @BeforeAll
  static void look() {
    runner = new LinuxRunner(LinuxRunner.Limits.USUAL);
  }

  @AfterAll
  static void leave() {
    runner.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.handshakelab.comparison.SwitchesAreFoundTest#shown")
  void aSwitchTurnedToTheRfcIsFoundByTheKernel(String name, String linux, String turned)
      throws Exception {
    assumeTrue(
        "netns-tun".equals(runner.capability().tier()),
        () -> "needs network namespaces and a TUN: " + runner.capability());
    var asked = KernelComparisons.request(KernelComparisons.onTheKernel(linux));
    assertThat(runner.refuse(asked)).isEmpty();
    var comparisons = new KernelComparisons(runner);
    Compared alike = comparisons.compare(linux, KernelComparisons.request(linux), asked, 1);
    assumeTrue(alike.latenessNs() <= KernelComparisons.TOO_LATE_NS, "this machine was too late");
    assertThat(alike.unexplained(KNOWN)).as(() -> alike.story(KNOWN)).isEmpty();
    Compared other = comparisons.held(turned, KernelComparisons.request(turned), alike.real());
    assertThat(other.unexplained(KNOWN)).as(() -> name + other.story(KNOWN)).isNotEmpty();
  }
}
