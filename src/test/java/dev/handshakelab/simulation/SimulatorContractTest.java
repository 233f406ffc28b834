package dev.handshakelab.simulation;

import dev.handshakelab.scenario.Runner;
import dev.handshakelab.scenario.RunnerContract;

/** The simulator at both ends. */
class SimulatorContractTest extends RunnerContract {
  @Override
  protected Runner runner() {
    return new Simulator();
  }
}
