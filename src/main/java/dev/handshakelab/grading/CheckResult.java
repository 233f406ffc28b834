package dev.handshakelab.grading;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What came of one check.
 *
 * @param points null where nobody could say: ERROR and PENDING
 * @param given what was answered, or what the trace showed, as text; null when there was nothing
 * @param feedback what the student is told, never the expected value; null when there is nothing to
 *     say
 * @param misconception which of the check's misconceptions the answer shows, from 0; null when none
 */
public record CheckResult(
    Check check,
    Status status,
    @Nullable BigDecimal points,
    @Nullable String given,
    @Nullable String feedback,
    @Nullable Integer misconception) {

  /** How a check ended. */
  public enum Status {
    PASSED,
    /** Some points, not all. */
    PARTIAL,
    FAILED,
    /** The lab could not grade it: this is no wrong answer, and no attempt is lost by it. */
    ERROR,
    /** A person has not looked at it yet. */
    PENDING
  }

  public CheckResult {
    boolean known = status != Status.ERROR && status != Status.PENDING;
    if (known != (points != null)) {
      throw new IllegalArgumentException(check.id() + " is " + status + " with points " + points);
    }
  }

  /** Graded: PASSED, PARTIAL or FAILED by the share. */
  public static CheckResult graded(
      Check check,
      Share share,
      @Nullable String given,
      @Nullable String feedback,
      @Nullable Integer misconception) {
    Status status =
        share.isAll() ? Status.PASSED : share.part().signum() > 0 ? Status.PARTIAL : Status.FAILED;
    return new CheckResult(
        check, status, share.points(check.points()), given, feedback, misconception);
  }

  static CheckResult pending(Check check, @Nullable String given) {
    return new CheckResult(check, Status.PENDING, null, given, null, null);
  }

  /**
   * @param why it could not be graded
   */
  static CheckResult error(Check check, @Nullable String given, String why) {
    return new CheckResult(check, Status.ERROR, null, given, why, null);
  }

  public String id() {
    return check.id();
  }

  public BigDecimal max() {
    return check.points();
  }

  public Visibility visibility() {
    return check.visibility();
  }
}
