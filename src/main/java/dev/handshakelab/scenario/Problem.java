package dev.handshakelab.scenario;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer the member as an RFC 6901 JSON pointer, e.g. {@code /network/lossRate}; empty for
 *     the whole
 * @param detail why it cannot be honoured and what would do
 */
public record Problem(String pointer, String detail) {}
