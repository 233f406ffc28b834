package dev.handshakelab.grading;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A result with whose it is and when it was made. Everything that depends on time and place stands
 * here, so that the {@link #result} depends on neither.
 *
 * @param id null where grades are not kept: a trial, the offline command
 * @param attempt what it is the grade of
 * @param submittedAt when the attempt came in; grading again does not move it
 * @param gradedAt when the result was made
 * @param supersedes the id of the grade that this one takes the place of
 */
public record Grade(
    @Nullable String id,
    @Nullable String attempt,
    @Nullable String assignment,
    @Nullable String subject,
    @Nullable Instant submittedAt,
    @Nullable Instant gradedAt,
    @Nullable String supersedes,
    Result result) {

  /** A grade of nobody in particular. */
  public static Grade unkept(Result result, @Nullable Instant at) {
    return new Grade(null, null, null, null, at, at, null, result);
  }
}
