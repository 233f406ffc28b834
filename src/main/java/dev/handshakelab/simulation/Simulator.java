package dev.handshakelab.simulation;

import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Trace;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a session on a virtual clock. The trace is a function of the request alone: the same request
 * gives the same octets and the same times on every machine, in milliseconds of real time however
 * long the session lasts.
 */
public final class Simulator implements Runner {
  @Override
  public Mode mode() {
    return Mode.SIMULATED;
  }

  @Override
  public Capability capability() {
    return new Capability(true, null, List.of());
  }

  @Override
  public List<Problem> refuse(SessionRequest request) {
    return List.of();
  }

  @Override
  public Trace run(SessionRequest request, Consumer<Entry> live) throws RunFailure {
    return new Run(request, live).toTheEnd();
  }
}
