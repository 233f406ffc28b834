package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner.Carried;
import dev.handshakelab.scenario.SessionRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Tests of two namespaces with a link between them; skipped where none can be made. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class LinkedKernelTest {
  private final LinuxRunner runner = new LinuxRunner(LinuxRunner.Limits.USUAL);

  LinuxRunner runner() {
    return runner;
  }

  /** What comes of a request of these members, each left out being as usual. */
  Carried carriedOut(String members) throws RunFailure {
    SessionRequest request = KernelRequests.asking(members);
    assertThat(runner.refuse(request)).isEmpty();
    return runner.carryOut(request, _ -> {});
  }

  @BeforeAll
  void namespacesCanBeMade() {
    assumeTrue(
        Tier.NETNS_TUN.label().equals(runner.capability().tier()),
        () -> "no namespaces can be made here: " + runner.capability());
  }

  @AfterAll
  void close() {
    runner.close();
  }
}
