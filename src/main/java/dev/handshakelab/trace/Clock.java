package dev.handshakelab.trace;

/** Which clock the times of a trace were read from. Times of different clocks are not compared. */
public enum Clock {
  /** The simulator's: exact. */
  VIRTUAL,
  /** The kernel's CLOCK_REALTIME, as it stamps packets. */
  REALTIME,
  /** This process's monotonic clock: no kernel timestamp was to be had. */
  MONOTONIC
}
