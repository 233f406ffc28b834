package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.representation.AttemptResource;
import dev.handshakelab.api.representation.AttemptResource.GradeEntryResource;
import dev.handshakelab.api.representation.GradeResource;
import dev.handshakelab.course.Assignment;
import dev.handshakelab.course.Attempt;
import dev.handshakelab.course.Attempts;
import dev.handshakelab.course.Attempts.Graded;
import dev.handshakelab.course.Grades;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.grading.format.NativeFormat;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Attempts as whoever asks may see them. */
@Component
class AttemptViews {
  private final Attempts attempts;
  private final Grades grades;
  private final JsonMapper mapper;

  AttemptViews(Attempts attempts, Grades grades, JsonMapper mapper) {
    this.attempts = attempts;
    this.grades = grades;
    this.mapper = mapper;
  }

  AttemptResource of(Assignment assignment, Graded graded, Caller caller)
      throws InterruptedException {
    Attempt attempt = graded.attempt();
    Grade grade = grades.shown(attempt, graded.grade(), assignment, caller);
    return new AttemptResource(
        attempt.id(),
        attempt.assignment(),
        attempt.subject(),
        attempt.number(),
        GradeResource.GradingState.valueOf(grade.result().state().name()),
        attempt.submittedAt(),
        attempt.session(),
        mapper.readTree(attempt.answers()),
        mapper.treeToValue(NativeFormat.toTree(grade), GradeResource.class),
        grades.notShown(graded.grade(), assignment, caller),
        caller.seesSecrets()
            ? attempts.grades(attempt.id()).stream().map(GradeEntryResource::of).toList()
            : null);
  }
}
