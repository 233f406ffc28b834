package dev.handshakelab.course;

import dev.handshakelab.access.Caller;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.ResultReading;
import java.time.InstantSource;

/** Turns kept grades into what is shown of them. */
public final class Grades {
  private final SoundRubrics rubrics;
  private final InstantSource clock;

  public Grades(SoundRubrics rubrics, InstantSource clock) {
    this.rubrics = rubrics;
    this.clock = clock;
  }

  /** A kept result, whole. */
  public Result result(KeptGrade grade) throws InterruptedException {
    return ResultReading.read(
        grade.result(), rubrics.get(grade.rubricId(), grade.rubricVersion()).rubric());
  }

  /** What somebody sees of a grade of this attempt. */
  public Grade shown(Attempt attempt, KeptGrade grade, Assignment assignment, Caller caller)
      throws InterruptedException {
    Result seen = Showing.to(caller).of(result(grade), isReleased(assignment));
    return new Grade(
        grade.id().toString(),
        attempt.id().toString(),
        attempt.assignment(),
        attempt.subject(),
        attempt.submittedAt(),
        grade.gradedAt(),
        grade.supersedes() == null ? null : grade.supersedes().toString(),
        seen);
  }

  /** How many checks of a grade somebody is not shown one by one. */
  public int notShown(KeptGrade grade, Assignment assignment, Caller caller)
      throws InterruptedException {
    return Showing.to(caller)
        .notShown(
            rubrics.get(grade.rubricId(), grade.rubricVersion()).rubric(), isReleased(assignment));
  }

  public boolean isReleased(Assignment assignment) {
    return assignment.isReleased(clock.instant());
  }
}
