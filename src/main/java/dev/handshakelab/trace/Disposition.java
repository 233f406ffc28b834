package dev.handshakelab.trace;

/** What became of a copy of a segment at the end it arrived at. */
public enum Disposition {
  ACCEPTED,
  DROPPED,
  /** Dropped, but answered: a challenge ACK, a reset. */
  ANSWERED_AND_DROPPED,
  /** No socket took it. */
  NO_SOCKET,
  /** Nobody saw: a kernel does not say, a corrupted copy reaches no one. */
  UNKNOWN
}
