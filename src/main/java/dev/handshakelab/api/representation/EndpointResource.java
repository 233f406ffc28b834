package dev.handshakelab.api.representation;

import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.SocketAddress;
import org.jspecify.annotations.Nullable;

/** One end of a connection; what is not known yet is null. */
public record EndpointResource(
    @Nullable String address,
    @Nullable Integer port,
    @Describe("0…4294967295, null when no SYN of this end was seen") @Nullable Long isn,
    @Nullable StateName finalState,
    EndSpec.Stack stack) {

  static EndpointResource of(@Nullable Measures measures, Party party, EndSpec.Stack stack) {
    if (measures == null) {
      return new EndpointResource(null, null, null, null, stack);
    }
    SocketAddress socket = measures.conversation().of(party);
    SequenceNumber isn = measures.conversation().isnOf(party);
    return new EndpointResource(
        socket.address().toString(),
        socket.port(),
        isn == null ? null : isn.value(),
        party == Party.CLIENT ? measures.clientState() : measures.serverState(),
        stack);
  }
}
