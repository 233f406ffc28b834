package dev.handshakelab.session;

import java.time.Duration;

/**
 * How much comparing there may be.
 *
 * @param atATime comparisons under way
 * @param runs the most sessions on the kernel that one may ask for
 * @param late a session on the kernel in which something came later than this is repeated
 * @param tries how often at the most, the first time included; the least late one counts
 */
public record ComparingLimits(int atATime, int runs, Duration late, int tries) {
  private static final int USUAL_RUNS = 5;

  /** How many sessions on the kernel there are when nobody says how many. */
  public int usualRuns() {
    return Math.min(USUAL_RUNS, runs);
  }
}
