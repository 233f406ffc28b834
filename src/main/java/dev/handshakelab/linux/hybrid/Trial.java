package dev.handshakelab.linux.hybrid;

import dev.handshakelab.scenario.EndSpec.Stack;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Party;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The handshakes that are tried before any that is asked for. */
final class Trial {
  /** A handshake seen whole. */
  static final int SEGMENTS = 3;

  private Trial() {}

  /** A plain handshake, one end of it simulated. */
  static SessionRequest handshake(Party simulated) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    asked.put("mode", Mode.HYBRID.name());
    asked
        .putObject(simulated == Party.CLIENT ? "client" : "server")
        .put("stack", Stack.SIMULATOR.name());
    return switch (new RequestReading(Limits.USUAL).read(asked, () -> 0)) {
      case Reading.Complete(var request) -> request;
      case Reading.Infeasible(var problems) -> throw new IllegalStateException(problems.toString());
      case Reading.Unreadable(var problems) -> throw new IllegalStateException(problems.toString());
    };
  }
}
