package dev.handshakelab.course;

import dev.handshakelab.grading.Result;
import dev.handshakelab.wire.Octets;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One grade as it is kept. Grades are only ever added: grading again, or a person's points, make
 * one that takes the place of the one before, and all of them can still be read. A receipt that
 * chains them by their digests would hang on {@code number} and {@code resultSha256}; erasing a
 * subject would remove its attempts with all of their grades.
 *
 * @param number of the attempt's grades, from 1
 * @param supersedes the one before; null for the first
 * @param by who caused it
 * @param result as JSON, the octets that {@code resultSha256} is of
 */
public record KeptGrade(
    UUID id,
    UUID attempt,
    int number,
    @Nullable UUID supersedes,
    Occasion occasion,
    String by,
    Instant gradedAt,
    String rubricId,
    int rubricVersion,
    Result.State state,
    BigDecimal score,
    BigDecimal maxScore,
    Octets result,
    String resultSha256) {

  /** Why there is a grade. */
  public enum Occasion {
    /** The attempt came in. */
    ATTEMPT,
    /** A person gave points. */
    MANUAL,
    /** It was graded again, by this or another version of the rubric. */
    REGRADE
  }

  /** The first grade of an attempt. */
  static KeptGrade first(UUID id, UUID attempt, String by, Instant at, Result result) {
    return of(id, attempt, 1, null, Occasion.ATTEMPT, by, at, result);
  }

  /** The one that takes the place of this. */
  KeptGrade next(UUID next, Occasion occasion, String by, Instant at, Result result) {
    return of(next, attempt, number + 1, id, occasion, by, at, result);
  }

  private static KeptGrade of(
      UUID id,
      UUID attempt,
      int number,
      @Nullable UUID supersedes,
      Occasion occasion,
      String by,
      Instant at,
      Result result) {
    Integer version = result.version();
    if (version == null) {
      throw new IllegalArgumentException("only results of kept rubrics are kept");
    }
    return new KeptGrade(
        id,
        attempt,
        number,
        supersedes,
        occasion,
        by,
        at,
        result.rubric().id(),
        version,
        result.state(),
        result.score(),
        result.maxScore(),
        result.octets(),
        result.sha256());
  }
}
