package dev.handshakelab.grading.format;

import dev.handshakelab.grading.Grade;
import dev.handshakelab.wire.Octets;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * One line with the share of the points as 0…1 in four decimals, e.g. {@code 0.7500}, for what
 * fishes a number out of a program's output. Rounded half up, but never to a full share that is
 * none. What could not be graded has no number: the line says so instead.
 */
final class FloatFormat implements Format {
  private static final int DECIMALS = 4;
  private static final BigDecimal ALMOST = new BigDecimal("0.9999");

  @Override
  public String name() {
    return "float";
  }

  @Override
  public String mediaType() {
    return "text/plain;charset=us-ascii";
  }

  @Override
  public Octets render(Grade grade, Map<String, String> parameters) {
    Sheet sheet = Sheet.of(grade, parameters);
    BigDecimal exact = sheet.share();
    BigDecimal share = exact.setScale(DECIMALS, RoundingMode.HALF_UP);
    boolean full = exact.compareTo(BigDecimal.ONE) == 0;
    return Documents.octets(
        (sheet.isError() ? "not graded" : (full ? share : share.min(ALMOST)).toPlainString())
            + "\n");
  }
}
