package dev.handshakelab.grading.format;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Exact decimals as pipelines take them. */
final class Numbers {
  /** Enough to tell any two grades apart: points have four decimals, a rubric at most 100,000. */
  private static final int DECIMALS = 12;

  private Numbers() {}

  /** The same number, never written with an exponent: {@code 7.5}, {@code 10}. */
  static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /**
   * Points of points as 0…1; 1 when all are there and only then, since it is rounded down. 0 where
   * there are no points to be had.
   */
  static BigDecimal share(BigDecimal score, BigDecimal max) {
    if (max.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal share = score.divide(max, DECIMALS, RoundingMode.DOWN);
    return plain(share.min(BigDecimal.ONE).max(BigDecimal.ZERO));
  }

  /**
   * The smallest power of ten that makes all of them whole, as its exponent: 0 for {@code 2, 10}, 1
   * for {@code 0.5, 2}.
   */
  static int scaleOf(Iterable<BigDecimal> numbers) {
    int scale = 0;
    for (BigDecimal number : numbers) {
      scale = Math.max(scale, plain(number).scale());
    }
    return scale;
  }
}
