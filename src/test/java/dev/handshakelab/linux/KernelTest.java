package dev.handshakelab.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.scenario.Runner.Capability;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Tests on the loopback interface whose segments have to be seen; skipped where they cannot be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KernelTest {
  private final LinuxRunner runner =
      new LinuxRunner(LinuxRunner.Limits.USUAL.withBest(Tier.LOOPBACK).untraced());

  LinuxRunner runner() {
    return runner;
  }

  @BeforeAll
  void segmentsCanBeSeen() {
    assumeSeeing(runner);
  }

  @AfterAll
  void close() {
    runner.close();
  }

  static void assumeSeeing(LinuxRunner runner) {
    Capability capability = runner.capability();
    assumeTrue(
        Tier.LOOPBACK.label().equals(capability.tier()),
        () -> "segments cannot be seen here: " + capability);
  }
}
