package dev.handshakelab.trace;

import dev.handshakelab.tcp.StateName;

/**
 * Everything that is computed from a trace about one conversation of it.
 *
 * @param clientState the client's last state, CLOSED when it never left it
 */
public record Measures(
    Conversation conversation,
    Outcome outcome,
    Analysis analysis,
    Timing timing,
    StateName clientState,
    StateName serverState) {}
