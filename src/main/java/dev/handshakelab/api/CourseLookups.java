package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.PathIds;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.course.Assignment;
import dev.handshakelab.course.Assignments;
import dev.handshakelab.course.Attempts;
import dev.handshakelab.course.Attempts.Graded;
import dev.handshakelab.course.KeptGrade;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Finds what a path names, for whoever asks: what is not theirs is not there, and nothing tells the
 * two apart.
 */
@Component
class CourseLookups {
  private final Assignments assignments;
  private final Attempts attempts;

  CourseLookups(Assignments assignments, Attempts attempts) {
    this.assignments = assignments;
    this.attempts = attempts;
  }

  Assignment assignment(String id, Caller caller) {
    return assignments
        .find(id)
        .filter(found -> caller.maySeeAssignment(found.id()))
        .orElseThrow(() -> Refusal.notFound("there is no assignment " + id));
  }

  /** An attempt, which assignment it is of, and a grade of it: the one that holds unless asked. */
  record Found(Assignment assignment, Graded graded) {}

  Found attempt(String id, Caller caller) {
    Graded graded =
        PathIds.uuid(id)
            .flatMap(attempts::find)
            .filter(found -> isTheirs(found, caller))
            .orElseThrow(() -> Refusal.notFound("there is no attempt " + id));
    return new Found(assignment(graded.attempt().assignment(), caller), graded);
  }

  /** Any grade that an attempt was ever given. */
  Found grade(String id, Caller caller) {
    Graded graded =
        PathIds.uuid(id)
            .flatMap(attempts::grade)
            .flatMap(this::ofAttempt)
            .filter(found -> isTheirs(found, caller))
            .orElseThrow(() -> Refusal.notFound("there is no grade " + id));
    return new Found(assignment(graded.attempt().assignment(), caller), graded);
  }

  private Optional<Graded> ofAttempt(KeptGrade grade) {
    return attempts.find(grade.attempt()).map(found -> new Graded(found.attempt(), grade));
  }

  private static boolean isTheirs(Graded found, Caller caller) {
    return caller.maySee(found.attempt().assignment(), found.attempt().subject());
  }

  /** Refuses a subject that cannot be one, or is not the caller's own. */
  void requireTheirs(Assignment assignment, String subject, Caller caller) {
    if (!Assignment.SUBJECT.matcher(subject).matches()) {
      throw Refusal.notFound(
          "nobody can be called so: a subject is 1…128 letters, digits and . _ ~ @ + = - that do"
              + " not begin with a dot");
    }
    if (!caller.maySee(assignment.id(), subject)) {
      throw Refusal.notFound("there is no subject " + subject + " of " + assignment.id());
    }
  }
}
