package dev.handshakelab.simulation;

/** Milliseconds of a request, with at most 6 decimals, as whole nanoseconds. */
final class Nanos {
  private Nanos() {}

  static long of(double ms) {
    return Math.round(ms * 1e6);
  }
}
