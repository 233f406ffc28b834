package dev.handshakelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner;
import dev.handshakelab.scenario.RunnerContract;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import org.junit.jupiter.api.Test;

/** The simulator at both ends. */
class SimulatorContractTest extends RunnerContract {
  @Override
  protected Runner runner() {
    return new Simulator();
  }

  @Test
  void anOpenThatIsRefusedLeavesTheConnectionThatExistsAsItIs() throws RunFailure {
    Trace trace =
        run(
            """
            {steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN'}, {atMs: 10, end: 'CLIENT', call: 'OPEN'},
              {atMs: 20, end: 'CLIENT', call: 'SEND', bytes: 10},
              {atMs: 30, end: 'CLIENT', call: 'ABORT'}]}\
            """);
    assertThat(trace.conversations()).hasSize(1);
    assertThat(trace.entries())
        .filteredOn(it -> it instanceof Entry.UserCall call && call.endpoint() == Party.CLIENT)
        .extracting(it -> ((Entry.UserCall) it).op() + " " + ((Entry.UserCall) it).result())
        .containsExactly(
            "OPEN null",
            "OPEN ok",
            "OPEN error: connection already exists",
            "SEND null",
            "SEND ok",
            "ABORT ok");
  }
}
