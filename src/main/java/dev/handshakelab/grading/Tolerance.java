package dev.handshakelab.grading;

import dev.handshakelab.trace.Clock;
import java.math.BigDecimal;

/**
 * By how much a time may be off. A virtual clock is exact, a machine's is not, so one rubric has a
 * tolerance for each.
 *
 * @param simulatedMs where the clock is virtual, in milliseconds
 * @param realMs where it is a machine's, in milliseconds
 */
public record Tolerance(BigDecimal simulatedMs, BigDecimal realMs) {
  public static final Tolerance NONE = new Tolerance(BigDecimal.ZERO, BigDecimal.ZERO);

  /** In nanoseconds, for times that were read from this clock. */
  public BigDecimal ns(Clock clock) {
    return Nanoseconds.ofMs(
        switch (clock) {
          case VIRTUAL -> simulatedMs;
          case REALTIME, MONOTONIC -> realMs;
        });
  }
}
