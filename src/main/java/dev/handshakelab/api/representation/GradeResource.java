package dev.handshakelab.api.representation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A grade in its native form; {@code NativeFormat} writes it, a test holds the two together. */
public record GradeResource(
    @Describe("null where grades are not kept") @Nullable String id,
    @Nullable String attempt,
    @Nullable String assignment,
    @Nullable String subject,
    GradingState state,
    @Nullable Instant gradedAt,
    @Describe("the grade that this one takes the place of") @Nullable String supersedes,
    @Describe("a decimal") String score,
    @Describe("a decimal") String maxScore,
    @Describe("of the octets of `result`") String resultSha256,
    ResultResource result) {

  /** A function of rubric, trace and answers alone. */
  public record ResultResource(
      RubricReferenceResource rubric,
      @Describe("of the trace as JSON") String traceSha256,
      GradingState state,
      String score,
      String maxScore,
      List<CheckResultResource> checks) {}

  /** Which rubric it was. */
  public record RubricReferenceResource(
      String id,
      @Describe("null when it is not a stored one") @Nullable Integer version,
      String sha256) {}

  /** What came of one check. */
  public record CheckResultResource(
      String id,
      CheckStatus status,
      @Describe("a decimal; null for ERROR and PENDING") @Nullable String points,
      @Describe("a decimal") String max,
      @Describe("the answer, or what the trace showed") @Nullable String given,
      @Nullable String feedback,
      @Describe("which of the check's misconceptions the answer shows, from 0")
          @Nullable Integer misconception) {}

  /** How far the grading is. */
  public enum GradingState {
    GRADED,
    PENDING_MANUAL,
    ERROR
  }

  /** How a check ended. */
  public enum CheckStatus {
    PASSED,
    PARTIAL,
    FAILED,
    ERROR,
    PENDING
  }
}
