package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.Documents;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.input.RegradeBody;
import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.representation.RegradeResource;
import dev.handshakelab.course.Assignment;
import dev.handshakelab.course.Regrading;
import dev.handshakelab.course.SoundRubrics;
import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.wire.Octets;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Grades a whole assignment again. */
@RestController
class RegradesController {
  private final CourseLookups lookups;
  private final SoundRubrics rubrics;
  private final Regrading regrading;

  RegradesController(CourseLookups lookups, SoundRubrics rubrics, Regrading regrading) {
    this.lookups = lookups;
    this.rubrics = rubrics;
    this.regrading = regrading;
  }

  @PostMapping(
      path = "/api/v1/assignments/{assignment}/regrades",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  RegradeResource regrade(@PathVariable String assignment, HttpServletRequest call, Caller caller)
      throws IOException, InterruptedException {
    Query.of(call).check();
    Assignment of = lookups.assignment(assignment, caller);
    Octets body = Octets.of(call.getInputStream().readAllBytes());
    RegradeBody wanted = RegradeBody.read(Documents.read(body, Syntax.JSON));
    int version = wanted.rubricVersion() == null ? of.rubricVersion() : wanted.rubricVersion();
    Regrading.Wanted all =
        new Regrading.Wanted(of, rubric(of, version), wanted.dryRun(), wanted.allowLower());
    return RegradeResource.of(all, regrading.run(all, caller));
  }

  /** What was handed out stays what is graded, so a version must run the same session. */
  private SoundRubrics.Sound rubric(Assignment assignment, int version)
      throws InterruptedException {
    SoundRubrics.Sound now = rubrics.get(assignment.rubricId(), assignment.rubricVersion());
    SoundRubrics.Sound next =
        rubrics
            .find(assignment.rubricId(), version)
            .orElseThrow(() ->
                refusal("there is no version " + version + " of rubric " + assignment.rubricId()));
    if (!Objects.equals(now.rubric().session(), next.rubric().session())) {
      throw refusal(
          "version "
              + version
              + " runs another session than the one that was handed out: make a new assignment");
    }
    return next;
  }

  private static Refusal refusal(String detail) {
    return Refusal.of(
        ProblemType.NOT_FEASIBLE, List.of(new InputError("/rubricVersion", null, null, detail)));
  }
}
