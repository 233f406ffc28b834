package dev.handshakelab.linux.hybrid;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.Requests;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner;
import dev.handshakelab.scenario.RunnerContract;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.wire.IpAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds of sessions between simulator and kernel, whichever of them opens. */
abstract class HybridSessions extends RunnerContract {
  private @Nullable HybridRunner runner;

  /** The address family of the sessions. */
  IpAddress address() {
    return IpAddress.parse("127.0.0.1");
  }

  @BeforeAll
  void open() {
    runner = new HybridRunner(LinuxRunner.Limits.USUAL.withAddress(address()), () -> null);
    assumeTrue(
        runner.capability().available(),
        () -> "the simulator cannot speak with the kernel here: " + runner().capability());
  }

  @AfterAll
  void close() {
    requireNonNull(runner).close();
  }

  @Override
  protected Runner runner() {
    return requireNonNull(runner);
  }

  @Test
  void whatItRefusesItDoesNotRun() {
    SessionRequest simulated = Requests.basic();
    assertThat(runner().refuse(simulated))
        .containsExactly(
            new Problem("/server/stack", "one end is the KERNEL and the other the SIMULATOR"));
    assertThatThrownBy(() -> runner().run(simulated, _ -> {}))
        .isInstanceOf(RunFailure.class)
        .hasMessageContaining("/server/stack");
  }
}
