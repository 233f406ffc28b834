package dev.handshakelab.course;

import dev.handshakelab.grading.Result;
import java.time.Instant;
import java.util.UUID;

/**
 * What somebody handed in. It is kept together with its first grade, in one commit, so none waits
 * to be graded; one that will have to, a capture to be imported, would be RECEIVED until then, and
 * its capture would stand beside the session.
 *
 * @param id a UUID of version 7
 * @param number of the subject's attempts at this assignment, from 1, those in ERROR counted
 * @param submittedAt by the lab's clock, to the microsecond, each later than the subject's one
 *     before; grading again does not move it
 * @param submittedBy who sent it
 * @param session the one that was graded
 * @param answers as JSON, by check
 * @param grade the one that holds, of all that it was ever given
 */
public record Attempt(
    UUID id,
    String assignment,
    String subject,
    int number,
    Instant submittedAt,
    String submittedBy,
    UUID session,
    String answers,
    UUID grade,
    Result.State state) {

  Attempt with(KeptGrade holds) {
    return new Attempt(
        id,
        assignment,
        subject,
        number,
        submittedAt,
        submittedBy,
        session,
        answers,
        holds.id(),
        holds.state());
  }

  /** Whether it uses an attempt up and may be the one that the gradebook shows. */
  public boolean counts() {
    return state != Result.State.ERROR;
  }
}
