package dev.handshakelab.trace;

/** How a conversation ended, the first that matches. */
public enum Outcome {
  /** The opener got a RST before it was established. */
  REFUSED,
  /** Both were established, then a RST ended it. */
  RESET,
  /** Established, then closed by FINs. */
  CLOSED,
  /** Established, then given up. */
  ABORTED,
  /** Both ends are established at the end. */
  ESTABLISHED,
  /** Exactly one end is established at the end. */
  HALF_OPEN,
  /** The opener gave up. */
  TIMED_OUT,
  NOT_ESTABLISHED
}
