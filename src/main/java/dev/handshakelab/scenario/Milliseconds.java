package dev.handshakelab.scenario;

/** The durations of requests, which are milliseconds with at most six decimals. */
public final class Milliseconds {
  private static final double NANOS = 1e6;

  private Milliseconds() {}

  /**
   * Exact: an hour to the nanosecond has 13 digits, and a double tells 15 apart.
   *
   * @param ms 0…3,600,000
   */
  public static long toNanos(double ms) {
    return Math.round(ms * NANOS);
  }
}
