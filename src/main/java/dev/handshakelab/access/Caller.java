package dev.handshakelab.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whoever calls, as far as it matters: what they are here for, and whose things are theirs.
 *
 * <p>What a caller must not see is answered as if it were not there, and lists are filtered where
 * they are read. Whoever sees a thing may still not see all of it: {@link #seesSecrets}.
 *
 * @param assignment the only assignment whose things are shown; null when that is not limited
 * @param subject the only subject whose things are shown; null when that is not limited
 * @param name what is kept of who did something: the token's name
 * @param token the token that was shown, null for whoever calls an open lab without one
 */
public record Caller(
    Role role,
    @Nullable String assignment,
    @Nullable String subject,
    String name,
    @Nullable UUID token) {

  /** Whoever reaches a lab that is open: on a loopback address nobody is asked for a token. */
  public static final Caller OPEN = new Caller(Role.INSTRUCTOR, null, null, "local", null);

  public Caller {
    if (role == Role.STUDENT && subject == null) {
      throw new IllegalArgumentException("a student is somebody: subject is missing");
    }
    if (role == Role.PIPELINE && assignment == null) {
      throw new IllegalArgumentException("a pipeline serves one assignment: it is missing");
    }
    if (role != Role.STUDENT && subject != null) {
      throw new IllegalArgumentException("only a student is limited to a subject");
    }
    if (role == Role.INSTRUCTOR && assignment != null) {
      throw new IllegalArgumentException("an instructor is not limited to an assignment");
    }
  }

  /**
   * Whether a thing of this subject in this assignment is the caller's to see.
   *
   * @param ofAssignment null for what belongs to none
   * @param ofSubject null for what belongs to nobody in particular
   */
  public boolean maySee(@Nullable String ofAssignment, @Nullable String ofSubject) {
    return (assignment == null || assignment.equals(ofAssignment))
        && (subject == null || subject.equals(ofSubject));
  }

  /** Whether something of this assignment, not of one subject, is the caller's to know of. */
  public boolean maySeeAssignment(String id) {
    return assignment == null || assignment.equals(id);
  }

  /** Whether seeds, specs and labels of variants, expected values and hidden checks are shown. */
  public boolean seesSecrets() {
    return switch (role) {
      case INSTRUCTOR, GRADER -> true;
      case PIPELINE, STUDENT -> false;
    };
  }

  /** Whose idempotency keys are the same: keys of one caller are unknown to every other. */
  public String scope() {
    return token == null ? "" : token.toString();
  }
}
