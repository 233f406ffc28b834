package dev.handshakelab.linux;

import dev.handshakelab.scenario.EndSpec.Stack;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Party;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The handshakes that are tried before any that is asked for, all else left to the kernel. */
public final class Trial {
  /** A handshake seen whole. */
  public static final int SEGMENTS = 3;

  private Trial() {}

  /** Both ends are the kernel's. */
  public static SessionRequest onKernel() {
    return complete(JsonNodeFactory.instance.objectNode().put("mode", Mode.REAL_SOCKET.name()));
  }

  /** One end of it simulated. */
  public static SessionRequest hybrid(Party simulated) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode().put("mode", Mode.HYBRID.name());
    asked
        .putObject(simulated == Party.CLIENT ? "client" : "server")
        .put("stack", Stack.SIMULATOR.name());
    return complete(asked);
  }

  private static SessionRequest complete(ObjectNode asked) {
    return switch (new RequestReading(Limits.USUAL).read(asked, () -> 0)) {
      case Reading.Complete(var request) -> request;
      case Reading.Infeasible(var problems) -> throw new IllegalStateException(problems.toString());
      case Reading.Unreadable(var problems) -> throw new IllegalStateException(problems.toString());
    };
  }
}
