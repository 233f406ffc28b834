package dev.handshakelab.linux.hybrid;

import static dev.handshakelab.linux.hybrid.HybridRequests.asking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.linux.Stories;
import dev.handshakelab.linux.Tier;
import dev.handshakelab.linux.Turns;
import dev.handshakelab.scenario.NoCapacity;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner.Capability;
import dev.handshakelab.trace.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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
  void oneMoreThanAllowedFindsNoCapacityAndTheOthersEndWithTheRunner() throws Exception {
    var limits =
        new LinuxRunner.Limits(
            USUAL.address(),
            USUAL.best(),
            false,
            1,
            Duration.ZERO,
            Duration.ofMinutes(1),
            USUAL.tapBufferBytes());
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread lasting;
    try (var runner = new HybridRunner(limits, () -> null)) {
      assumeTrue(runner.capability().available(), () -> runner.capability().toString());
      lasting = Thread.ofPlatform().start(() -> end.complete(outcomeOfLasting(runner)));
      assertThatThrownBy(
              () -> {
                while (!end.isDone()) {
                  runner.run(asking("{}"), _ -> {});
                }
              })
          .isInstanceOf(NoCapacity.class)
          .hasMessage("1 sessions are running on the kernel");
    }
    lasting.join();
    assertThat(end.get()).isInstanceOf(RunFailure.class).hasMessage(Turns.STOPPING);
  }

  private static Throwable outcomeOfLasting(HybridRunner runner) {
    while (true) {
      try {
        runner.run(asking("{until: {ms: 60000}}"), _ -> {});
        return new AssertionError("it was to last");
      } catch (NoCapacity again) {
        Thread.onSpinWait();
      } catch (RunFailure failure) {
        return failure;
      }
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
        "/server/mss | the kernel takes 88 to 32767 for a socket's segments | {server: {mss: 50}}",
        "/client/isns | the kernel takes 0 for an ISN that was not chosen; any other will do"
            + " | {client: {stack: 'KERNEL', isns: [0]}}",
        "/client/backlog | the kernel's end opens, it does not listen"
            + " | {client: {stack: 'KERNEL', backlog: 3}}",
        "/server/fastOpen | of a kernel only the client opens fast | {server: {fastOpen: true}}",
        "/client/listens | only the SERVER listens | {client: {listens: true}}",
        "/client/sampleQueuesMs | queues are looked at in a simulation only"
            + " | {client: {sampleQueuesMs: 1}}",
        "/steps/1/call | the machine that runs the lab cannot crash for a session | {steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN'},"
            + " {atMs: 1, end: 'SERVER', call: 'CRASH'}]}",
        "/steps/0/port | a session between simulator and kernel has one connection | {steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN', port: 5}]}",
        "/network/faults/0/action | between simulator and kernel there is no router that could say so"
            + " | {network: {faults: [{from: 'CLIENT', segment: 'SYN',"
            + " action: 'ICMP'}]}}",
        "/network/floods | between simulator and kernel nobody is flooded"
            + " | {network: {floods: [{atMs: 0, to: 'SERVER', count: 3, perSecond: 5}]}}",
        "/until/ms | a session with the kernel lasts at most 60000 ms | {until: {ms: 60001}}"
      })
  void whatItCannotHonourIsRefusedByNameAndWithTheReason(
      String pointer, String reason, String members) {
    assertThat(HybridRefusals.of(asking(members), Duration.ofMinutes(1)))
        .containsExactly(new Problem(pointer, reason));
  }
}
