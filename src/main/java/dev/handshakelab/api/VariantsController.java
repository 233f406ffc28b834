package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.representation.VariantResource;
import dev.handshakelab.course.Assignment;
import dev.handshakelab.course.Handouts;
import dev.handshakelab.course.SoundRubrics;
import dev.handshakelab.course.Variant;
import dev.handshakelab.session.NotFeasible;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What each subject is handed out. */
@RestController
@RequestMapping(
    path = "/api/v1/assignments/{assignment}/variants/{subject}",
    produces = MediaType.APPLICATION_JSON_VALUE)
class VariantsController {
  private final CourseLookups lookups;
  private final SoundRubrics rubrics;
  private final Handouts handouts;

  VariantsController(CourseLookups lookups, SoundRubrics rubrics, Handouts handouts) {
    this.lookups = lookups;
    this.rubrics = rubrics;
    this.handouts = handouts;
  }

  @PutMapping
  VariantResource give(
      @PathVariable String assignment,
      @PathVariable String subject,
      HttpServletRequest call,
      Caller caller)
      throws NotFeasible, InterruptedException {
    Assignment of = theirs(assignment, subject, call, caller);
    SoundRubrics.Sound rubric = rubrics.get(of.rubricId(), of.rubricVersion());
    return VariantResource.of(given(handouts, of, rubric, subject, caller), rubric.rubric());
  }

  @GetMapping
  VariantResource one(
      @PathVariable String assignment,
      @PathVariable String subject,
      HttpServletRequest call,
      Caller caller)
      throws InterruptedException {
    Assignment of = theirs(assignment, subject, call, caller);
    SoundRubrics.Sound rubric = rubrics.get(of.rubricId(), of.rubricVersion());
    return handouts
        .find(of, subject)
        .map(found -> VariantResource.of(found, rubric.rubric()))
        .orElseThrow(() ->
            Refusal.notFound(
                "nothing was handed out to " + subject + " for " + assignment + " yet: PUT does"));
  }

  private Assignment theirs(
      String assignment, String subject, HttpServletRequest call, Caller caller) {
    Query.of(call).check();
    Assignment of = lookups.assignment(assignment, caller);
    lookups.requireTheirs(of, subject, caller);
    return of;
  }

  /** What the rubric's session asks for is for graders only, and so is what is wrong with it. */
  private static Variant given(
      Handouts handouts,
      Assignment assignment,
      SoundRubrics.Sound rubric,
      String subject,
      Caller caller)
      throws NotFeasible, InterruptedException {
    try {
      return handouts.give(assignment, rubric, subject);
    } catch (NotFeasible why) {
      if (caller.seesSecrets()) {
        throw why;
      }
      throw new Refusal(
          ProblemType.NOT_FEASIBLE, "this service cannot run what the assignment asks for");
    }
  }
}
