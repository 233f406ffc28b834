package dev.handshakelab.simulation;

import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SocketAddress;

/** The machines that a request describes. */
final class Machines {
  static final SocketAddress CLIENT = new SocketAddress(IpAddress.parse("10.0.0.1"), 49_152);
  static final SocketAddress SERVER = new SocketAddress(IpAddress.parse("10.0.0.2"), 8080);

  private static final Conversations.Sockets USUAL = new Conversations.Sockets(CLIENT, SERVER);

  private Machines() {}

  /** The sockets of the session's own conversation: usually the two machines'. */
  static Conversations.Sockets own(SessionRequest request) {
    for (Step step : request.steps()) {
      if (step.call() == Step.Call.OPEN && step.port() == null) {
        return step.toSelf()
            ? new Conversations.Sockets(address(step.end()), address(step.end()))
            : USUAL;
      }
    }
    return USUAL;
  }

  static SocketAddress address(Party party) {
    return party == Party.CLIENT ? CLIENT : SERVER;
  }
}
