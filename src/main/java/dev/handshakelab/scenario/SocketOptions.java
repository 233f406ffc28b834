package dev.handshakelab.scenario;

import org.jspecify.annotations.Nullable;

/**
 * What the owner of an end's sockets asks of them; null where its player does not understand it.
 *
 * @param fastOpen whether OPEN asks for a Fast Open cookie, or shows the one that is known and
 *     sends its text with the SYN (RFC 7413)
 * @param keepaliveIdleMs silence before the first probe, 0 sends none (RFC 9293 §3.8.4)
 * @param keepaliveIntervalMs between probes
 * @param keepaliveProbes unanswered ones before giving up
 * @param userTimeoutMs how long text may stay unacknowledged, 0 for no limit (RFC 9293 §3.9.1)
 */
public record SocketOptions(
    @Nullable Boolean fastOpen,
    @Nullable Double keepaliveIdleMs,
    @Nullable Double keepaliveIntervalMs,
    @Nullable Integer keepaliveProbes,
    @Nullable Double userTimeoutMs) {
  /** Nothing asked for. */
  public static final SocketOptions OPEN = new SocketOptions(null, null, null, null, null);

  /** Whether OPEN is fast. */
  public boolean opensFast() {
    return Boolean.TRUE.equals(fastOpen);
  }
}
