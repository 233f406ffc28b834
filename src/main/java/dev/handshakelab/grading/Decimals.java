package dev.handshakelab.grading;

import java.math.BigDecimal;

/** Points and scores as they are written: plain decimals without trailing zeros. */
public final class Decimals {
  private Decimals() {}

  /** E.g. {@code 7.5}, {@code 10}, {@code 0}. */
  public static String text(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
