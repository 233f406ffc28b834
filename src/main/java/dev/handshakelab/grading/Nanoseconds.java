package dev.handshakelab.grading;

import java.math.BigDecimal;

/** Times as people write them and as a trace holds them. */
final class Nanoseconds {
  private static final int MS_IN_DECIMAL_PLACES = 6;

  private Nanoseconds() {}

  static BigDecimal ofMs(BigDecimal ms) {
    return ms.movePointRight(MS_IN_DECIMAL_PLACES);
  }

  /** E.g. {@code 40.5 ms}. */
  static String inMs(long ns) {
    return Decimals.text(BigDecimal.valueOf(ns, MS_IN_DECIMAL_PLACES)) + " ms";
  }
}
