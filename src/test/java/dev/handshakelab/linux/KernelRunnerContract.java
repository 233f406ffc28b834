package dev.handshakelab.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.scenario.Runner;
import dev.handshakelab.scenario.RunnerContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What holds of every runner holds of the kernel's sockets, wherever their segments are seen. */
abstract class KernelRunnerContract extends RunnerContract {
  private final Tier tier;
  private final LinuxRunner runner;

  KernelRunnerContract(Tier tier) {
    this.tier = tier;
    runner = new LinuxRunner(LinuxRunner.Limits.USUAL.withBest(tier));
  }

  @BeforeAll
  void theTierIsToBeHad() {
    assumeTrue(
        tier.label().equals(runner.capability().tier()),
        () -> tier.label() + " is not to be had here: " + runner.capability());
  }

  @AfterAll
  void close() {
    runner.close();
  }

  @Override
  protected final Runner runner() {
    return runner;
  }
}
