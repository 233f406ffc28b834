package dev.handshakelab.history;

import java.time.Duration;
import java.util.UUID;

/**
 * This process as the database knows it. What a process has under way belongs to it for as long as
 * it renews its lease; when it dies, the lease runs out and whoever notices first marks its
 * sessions FAILED. Processes compare the lease with their own clocks, so it has to be much longer
 * than the clocks of machines differ.
 *
 * @param process an id of this run of the program, never used again
 * @param length how long after its last renewal a process counts as dead
 * @param renewal how often the lease is renewed and those of others are looked at
 */
public record ProcessLease(UUID process, Duration length, Duration renewal) {
  public ProcessLease {
    if (renewal.isNegative() || renewal.isZero() || length.compareTo(renewal.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "a lease (" + length + ") has to last at least two renewals (" + renewal + ")");
    }
  }
}
