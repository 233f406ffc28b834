package dev.handshakelab.trace;

/**
 * How a segment or a transition came to be known. Evidence is never invented: what nobody saw says
 * so.
 */
public enum Provenance {
  /** The simulator did it. */
  SIMULATED,
  /** Seen on the wire by a packet tap or in a capture file. */
  CAPTURED,
  /** The kernel told of a segment that no tap saw, e.g. a saved SYN. */
  KERNEL_REPORTED,
  /** A state change printed by the kernel's own tracepoint. */
  TRACED,
  /** A state read from a socket (tcp_info, sock_diag), so it began at or before the time given. */
  SAMPLED,
  /** Derived from segments by RFC 9293. */
  INFERRED
}
