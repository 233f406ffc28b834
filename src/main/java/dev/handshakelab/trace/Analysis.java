package dev.handshakelab.trace;

/**
 * What two well-known tools would say of a conversation, computed from its segments alone.
 *
 * @param connState Zeek's {@code conn_state}, e.g. {@code SF}
 * @param history Zeek's {@code history}, e.g. {@code ShADadFf}
 * @param completeness Wireshark's bits: 1 SYN, 2 SYN-ACK, 4 a segment with ACK, without SYN and
 *     payload, RST included, 8 data, 16 FIN, 32 RST
 * @param ackSynchronized both ISNs were acknowledged exactly
 */
public record Analysis(
    String connState, String history, int completeness, boolean ackSynchronized) {}
