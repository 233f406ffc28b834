package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.KernelComparisons.Compared;
import dev.handshakelab.comparison.Aspect;
import dev.handshakelab.comparison.Divergence;
import dev.handshakelab.comparison.Divergences;
import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.SessionRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the simulator says a Linux kernel does is what this machine's kernel does, or it is known
 * why not.
 */
class KernelComparisonTest {
  private static final Divergences KNOWN = Divergences.known();

  /** A race is not lost in any five runs; so many times five more. */
  private static final int ROUNDS = 5;

  private static LinuxRunner runner;
  private static KernelComparisons comparisons;

  @BeforeAll
  static void look() {
    runner = new LinuxRunner(LinuxRunner.Limits.USUAL);
    comparisons = new KernelComparisons(runner);
  }

  @AfterAll
  static void leave() {
    runner.close();
  }

  private static void assumeALink() {
    assumeTrue(
        "netns-tun".equals(runner.capability().tier()),
        () -> "needs network namespaces and a TUN: " + runner.capability());
  }

  private static Compared compared(String json, int runs) throws Exception {
    return compared(json, json, runs);
  }

  private static Compared compared(String simulated, String onTheKernel, int runs)
      throws Exception {
    Reading reading = KernelComparisons.read(KernelComparisons.onTheKernel(onTheKernel));
    assumeTrue(reading instanceof Reading.Complete, () -> "the kernel cannot: " + reading);
    SessionRequest asked = ((Reading.Complete) reading).request();
    List<Problem> problems = runner.refuse(asked);
    assumeTrue(problems.isEmpty(), () -> "cannot be run here: " + problems);
    return comparisons.compare(simulated, KernelComparisons.request(simulated), asked, runs);
  }

  private static String scenario(String name) {
    return "{\"scenario\": \"%s\"}".formatted(name);
  }

  /** When things are sent is left to the tests that take longer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "basic-three-way-handshake",
        "lost-syn-ack",
        "lost-final-ack",
        "closed-port",
        "simultaneous-open",
        "blind-syn",
        "option-negotiation"
      })
  void theKernelDoesWhatIsSimulated(String name) throws Exception {
    assumeALink();
    Compared compared = compared(scenario(name), 1);
    assumeTrue(compared.latenessNs() <= KernelComparisons.TOO_LATE_NS, "this machine was too late");
    assertThat(compared.unexplained(KNOWN))
        .as(() -> compared.story(KNOWN))
        .filteredOn(each -> each.at().aspect() != Aspect.LATENCY)
        .isEmpty();
  }

  static Stream<String> divergences() {
    return KNOWN.all().stream().map(Divergence::name);
  }

  @Tag("deep")
  @ParameterizedTest
  @MethodSource("divergences")
  void withoutAnEntryOfTheCatalogueWhatItExplainedIsUnexplained(String name) throws Exception {
    assumeALink();
    Divergence entry =
        KNOWN.all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    Compared compared = compared(entry.shownBy(), 5);
    for (int more = 0; more < ROUNDS && !isShown(name, compared); more++) {
      compared = compared(entry.shownBy(), 5);
    }
    assertThat(isShown(name, compared)).as(compared.story(KNOWN)).isTrue();
    assertThat(compared.unexplained(KNOWN.without(name))).isNotEmpty();
  }

  private static boolean isShown(String name, Compared compared) {
    return compared.differences(KNOWN).stream().anyMatch(each -> name.equals(each.divergence()));
  }
}
