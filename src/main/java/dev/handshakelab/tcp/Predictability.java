package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well the next ISN can be foretold from those before it, in the figures of Nmap's OS detection
 * (Lyon, Nmap Network Scanning, "TCP/IP Fingerprinting Methods": GCD, ISR, SP). A step is the
 * distance between two successive ISNs, the shorter way round; a rate is a step divided by the time
 * between the two.
 *
 * @param gcd the greatest common divisor of all steps, 0 when nothing ever changes
 * @param isr 8 · log2 of the mean rate per second, rounded; 0 when that is less than 1
 * @param sp 8 · log2 of the rates' standard deviation, rounded, the rates divided by {@code gcd}
 *     when that is more than 9; 0 when the deviation is at most 1; null with fewer than four ISNs
 * @param guesses about how many numbers come into question for the next ISN: the standard deviation
 *     of a step, in units of {@code gcd} when that is more than 9, at least 1; null like {@code sp}
 */
public record Predictability(long gcd, long isr, @Nullable Long sp, @Nullable Long guesses) {
  private static final double SECOND_NS = 1e9;
  private static final int SCALE = 8;

  /** Smaller divisors come about by chance. */
  private static final int CHANCE = 9;

  private static final int FEWEST = 4;

  /**
   * @param isns in order, at least two
   * @param intervalNs between one and the next, more than 0
   */
  public static Predictability of(List<SequenceNumber> isns, long intervalNs) {
    if (isns.size() < 2 || intervalNs <= 0) {
      throw new IllegalArgumentException("a rate takes two ISNs and the time between them");
    }
    long[] steps = new long[isns.size() - 1];
    long gcd = 0;
    double sum = 0;
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Math.abs((long) isns.get(i + 1).minus(isns.get(i)));
      gcd = gcd(gcd, steps[i]);
      sum += rate(steps[i], intervalNs);
    }
    long isr = scaled(sum / steps.length);
    if (isns.size() < FEWEST) {
      return new Predictability(gcd, isr, null, null);
    }
    long unit = gcd > CHANCE ? gcd : 1;
    double deviation = deviation(steps, intervalNs) / unit;
    long guesses = Math.max(1, Math.round(deviation * intervalNs / SECOND_NS));
    return new Predictability(gcd, isr, scaled(deviation), guesses);
  }

  private static double rate(long step, long intervalNs) {
    return step * SECOND_NS / intervalNs;
  }

  /** Of a sample: divided by one less than there are. */
  private static double deviation(long[] steps, long intervalNs) {
    double mean = 0;
    for (long step : steps) {
      mean += rate(step, intervalNs) / steps.length;
    }
    double squares = 0;
    for (long step : steps) {
      double off = rate(step, intervalNs) - mean;
      squares += off * off;
    }
    return Math.sqrt(squares / (steps.length - 1));
  }

  private static long scaled(double value) {
    return value <= 1 ? 0 : Math.round(SCALE * StrictMath.log(value) / StrictMath.log(2));
  }

  private static long gcd(long one, long other) {
    return other == 0 ? one : gcd(other, one % other);
  }
}
