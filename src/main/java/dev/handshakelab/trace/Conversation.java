package dev.handshakelab.trace;

import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a session: the two sockets and the ISNs that their SYNs carried. A 4-tuple that
 * is used again is a new incarnation with a number of its own.
 *
 * @param number from 1; connection 1 is the session's own conversation
 * @param incarnation which use of this 4-tuple, from 1
 * @param clientIsn null when no SYN of that side was seen
 */
public record Conversation(
    int number,
    SocketAddress client,
    SocketAddress server,
    int incarnation,
    Opening opening,
    @Nullable SequenceNumber clientIsn,
    @Nullable SequenceNumber serverIsn) {

  /** How it was opened. */
  public enum Opening {
    ACTIVE_PASSIVE,
    SIMULTANEOUS,
    SELF,
    NONE
  }

  public SocketAddress of(Party party) {
    return party == Party.CLIENT ? client : server;
  }

  public @Nullable SequenceNumber isnOf(Party party) {
    return party == Party.CLIENT ? clientIsn : serverIsn;
  }
}
