package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.Documents;
import dev.handshakelab.api.input.MarkBody;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.representation.GradeResource;
import dev.handshakelab.api.representation.GradeVerdictResource;
import dev.handshakelab.course.Attempts.Graded;
import dev.handshakelab.course.Grades;
import dev.handshakelab.course.Marking;
import dev.handshakelab.course.Overtaken;
import dev.handshakelab.grading.Check;
import dev.handshakelab.grading.Decimals;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.format.NativeFormat;
import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.wire.Octets;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Grades: in the format that somebody wants, as a verdict, and marked by a person. */
@RestController
@RequestMapping("/api/v1/grades/{grade}")
class GradesController {
  private final CourseLookups lookups;
  private final Grades grades;
  private final Marking marking;
  private final GradeFormats formats;
  private final JsonMapper mapper;

  GradesController(
      CourseLookups lookups,
      Grades grades,
      Marking marking,
      GradeFormats formats,
      JsonMapper mapper) {
    this.lookups = lookups;
    this.grades = grades;
    this.marking = marking;
    this.formats = formats;
    this.mapper = mapper;
  }

  @GetMapping
  ResponseEntity<byte[]> one(@PathVariable String grade, HttpServletRequest call, Caller caller)
      throws InterruptedException, HttpMediaTypeNotAcceptableException {
    Query query = Query.of(call);
    GradeFormats.Chosen chosen = formats.ofKept(query, call.getHeader(HttpHeaders.ACCEPT));
    query.check();
    CourseLookups.Found found = lookups.grade(grade, caller);
    return chosen
        .released(grades.isReleased(found.assignment()))
        .answer(shown(found, found.graded(), caller));
  }

  private Grade shown(CourseLookups.Found found, Graded graded, Caller caller)
      throws InterruptedException {
    return grades.shown(graded.attempt(), graded.grade(), found.assignment(), caller);
  }

  /** By the score that the caller sees, so that nobody finds another one out by asking. */
  @GetMapping(path = "/verdict", produces = MediaType.APPLICATION_JSON_VALUE)
  GradeVerdictResource verdict(@PathVariable String grade, HttpServletRequest call, Caller caller)
      throws InterruptedException {
    Query query = Query.of(call);
    BigDecimal atLeast = query.requiredPoints("atLeast");
    query.check();
    CourseLookups.Found found = lookups.grade(grade, caller);
    Result result = shown(found, found.graded(), caller).result();
    String score = Decimals.text(result.score());
    String max = Decimals.text(result.maxScore());
    return switch (result.state()) {
      case ERROR ->
          throw new Refusal(
              ProblemType.CONFLICT, "the lab could not grade all of it, so there is no verdict");
      case GRADED, PENDING_MANUAL -> {
        if (result.score().compareTo(atLeast) < 0) {
          throw new Refusal(
              ProblemType.BELOW,
              "%s of %s points; %s were asked for%s"
                  .formatted(
                      score,
                      max,
                      Decimals.text(atLeast),
                      result.state() == Result.State.PENDING_MANUAL
                          ? "; a person has still to give points"
                          : ""));
        }
        yield new GradeVerdictResource(
            found.graded().grade().id(), Decimals.text(atLeast), score, max);
      }
    };
  }

  @PatchMapping(
      path = "/checks/{check}",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<GradeResource> mark(
      @PathVariable String grade,
      @PathVariable String check,
      HttpServletRequest call,
      Caller caller)
      throws IOException, InterruptedException {
    Query.of(call).check();
    CourseLookups.Found found = lookups.grade(grade, caller);
    Check.Manual question = manual(found.graded(), check);
    Octets body = Octets.of(call.getInputStream().readAllBytes());
    MarkBody mark = MarkBody.read(Documents.read(body, Syntax.JSON), question.points());
    try {
      Graded marked = marking.mark(found.graded(), question, mark.points(), mark.comment(), caller);
      UUID id = marked.grade().id();
      return ResponseEntity.created(URI.create("/api/v1/grades/" + id))
          .body(
              mapper.treeToValue(
                  NativeFormat.toTree(shown(found, marked, caller)), GradeResource.class));
    } catch (Overtaken why) {
      throw new Refusal(
          ProblemType.CONFLICT,
          "grade " + why.holds() + " has taken the place of this one; look at it, and mark that");
    }
  }

  private Check.Manual manual(Graded graded, String id) throws InterruptedException {
    Check check =
        grades
            .result(graded.grade())
            .rubric()
            .check(id)
            .orElseThrow(() -> Refusal.notFound("there is no check " + id + " in this grade"));
    if (check instanceof Check.Manual question) {
      return question;
    }
    throw new Refusal(
        ProblemType.CONFLICT,
        id
            + " is graded by the lab, for everybody alike; correct the rubric, keep it as a new"
            + " version, and grade again by that");
  }
}
