package dev.handshakelab.grading;

import dev.handshakelab.grading.expression.Expression;
import java.math.BigDecimal;

/**
 * A wrong answer that shows what was misunderstood, computed from the same trace.
 *
 * @param when what the answer is then
 * @param hint what the student is told
 * @param credit the share of the check's points that it is worth, 0…1
 */
public record Misconception(Expression when, String hint, BigDecimal credit) {}
