package dev.handshakelab.linux.hybrid;

import static dev.handshakelab.linux.hybrid.HybridRequests.asking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.linux.Stories;
import dev.handshakelab.linux.Tier;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner.Capability;
import dev.handshakelab.trace.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session between simulator and kernel may not do, and how it ends that does not end. */
@Timeout(120)
class HybridBoundsTest {
  private static final LinuxRunner.Limits USUAL = LinuxRunner.Limits.USUAL;

  @Test
  void aSessionThatIsNotOverByItsDeadlineFailsAndTheNextOneRuns() throws Exception {
    var limits =
        new LinuxRunner.Limits(
            USUAL.address(),
            USUAL.best(),
            false,
            1,
            USUAL.patience(),
            Duration.ofMillis(1500),
            USUAL.tapBufferBytes());
    try (var runner = new HybridRunner(limits, () -> null)) {
      assumeTrue(runner.capability().available(), () -> runner.capability().toString());
      assertThatThrownBy(() -> runner.run(asking("{network: {lossRate: 1}}"), _ -> {}))
          .isInstanceOf(RunFailure.class)
          .hasMessage("not over after 1500 ms: the simulator is in SYN_SENT, the kernel in CLOSED");
      assertThat(Stories.outcome(runner.run(asking("{}"), _ -> {}))).isEqualTo(Outcome.ESTABLISHED);
    }
  }

  @Test
  void whatIsNotWantedIsNotTried() {
    try (var runner = new HybridRunner(USUAL.withBest(Tier.LOOPBACK), () -> null)) {
      Capability capability = runner.capability();
      assertThat(capability.available()).isFalse();
      assertThat(capability.missing())
          .containsExactly(
              new Capability.Missing(
                  "netns-tun", "is not wanted: the configuration asks for loopback"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/server/mss           | {server: {mss: 50}}",
        "/client/isns          | {client: {stack: 'KERNEL', isns: [0]}}",
        "/client/backlog       | {client: {stack: 'KERNEL', backlog: 3}}",
        "/server/fastOpen      | {server: {fastOpen: true}}",
        "/client/listens       | {client: {listens: true}}",
        "/client/sampleQueuesMs | {client: {sampleQueuesMs: 1}}",
        "/steps/1/call         | {steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN'},"
            + " {atMs: 1, end: 'SERVER', call: 'CRASH'}]}",
        "/steps/0/port         | {steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN', port: 5}]}",
        "/network/faults/0/action | {network: {faults: [{from: 'CLIENT', segment: 'SYN',"
            + " action: 'ICMP'}]}}",
        "/network/floods       | {network: {floods: [{atMs: 0, to: 'SERVER', count: 3, perSecond: 5}]}}",
        "/until/ms             | {until: {ms: 60001}}"
      })
  void whatItCannotHonourIsRefusedByName(String pointer, String members) {
    assertThat(HybridRefusals.of(asking(members), Duration.ofMinutes(1)))
        .extracting(Problem::pointer)
        .containsExactly(pointer);
  }
}
