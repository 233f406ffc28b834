package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.AssignmentBodies;
import dev.handshakelab.api.input.Documents;
import dev.handshakelab.api.input.Idempotency;
import dev.handshakelab.api.input.Paging;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.representation.AssignmentResource;
import dev.handshakelab.api.representation.PageResource;
import dev.handshakelab.course.Assignment;
import dev.handshakelab.course.Assignments;
import dev.handshakelab.course.RubricVersion;
import dev.handshakelab.course.Rubrics;
import dev.handshakelab.course.Secret;
import dev.handshakelab.grading.source.Located;
import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.history.Histories;
import dev.handshakelab.wire.Octets;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Assignments: set one, find one, change one, forget one. */
@RestController
@RequestMapping(path = "/api/v1/assignments", produces = MediaType.APPLICATION_JSON_VALUE)
class AssignmentsController {
  private final Assignments assignments;
  private final Rubrics rubrics;
  private final Histories histories;
  private final CourseLookups lookups;
  private final Idempotency idempotency;
  private final InstantSource clock;
  private final LongSupplier chance;
  private final HttpLimits limits;
  private final JsonMapper mapper;

  AssignmentsController(
      Assignments assignments,
      Rubrics rubrics,
      Histories histories,
      CourseLookups lookups,
      Idempotency idempotency,
      InstantSource clock,
      LongSupplier chance,
      HttpLimits limits,
      JsonMapper mapper) {
    this.assignments = assignments;
    this.rubrics = rubrics;
    this.histories = histories;
    this.lookups = lookups;
    this.idempotency = idempotency;
    this.clock = clock;
    this.chance = chance;
    this.limits = limits;
    this.mapper = mapper;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> create(HttpServletRequest call) throws Exception {
    Query.of(call).check();
    Octets body = Octets.of(call.getInputStream().readAllBytes());
    return Creations.written(
        idempotency.once(
            call,
            body,
            () -> {
              Assignment made = created(Documents.read(body, Syntax.JSON));
              return Creations.created(
                  call.getRequestURI() + "/" + made.id(), AssignmentResource.of(made), mapper);
            }));
  }

  private Assignment created(Located document) {
    AssignmentBodies.New wanted = AssignmentBodies.readNew(document);
    RubricVersion rubric =
        rubrics
            .find(wanted.rubricId(), wanted.rubricVersion())
            .orElseThrow(() ->
                Refusal.of(
                    ProblemType.NOT_FEASIBLE,
                    List.of(
                        new InputError(
                            "/rubric",
                            null,
                            null,
                            "there is no version "
                                + wanted.rubricVersion()
                                + " of a rubric "
                                + wanted.rubricId()))));
    Assignment assignment =
        new Assignment(
            wanted.id(),
            wanted.title() == null ? rubric.title() : wanted.title(),
            rubric.id(),
            rubric.version(),
            wanted.variants(),
            wanted.attempts(),
            wanted.releaseAt(),
            Secret.draw(chance),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    if (!assignments.add(assignment)) {
      throw new Refusal(
          ProblemType.CONFLICT,
          "there is an assignment " + wanted.id() + " already; PATCH changes it");
    }
    return assignment;
  }

  @GetMapping
  PageResource<AssignmentResource> list(HttpServletRequest call, Caller caller) {
    Query query = Query.of(call);
    Paging paging = Pages.paging(query, limits);
    query.check();
    String only = caller.assignment();
    Walks walks = Walks.over("assignments", only);
    List<Assignment> found = assignments.list(only, walks.key(paging.after()), paging.limit() + 1);
    return PageResource.of(
        walks.page(found, paging.limit(), Assignment::id), AssignmentResource::of);
  }

  @GetMapping("/{assignment}")
  AssignmentResource one(@PathVariable String assignment, HttpServletRequest call, Caller caller) {
    Query.of(call).check();
    return AssignmentResource.of(lookups.assignment(assignment, caller));
  }

  @PatchMapping(path = "/{assignment}", consumes = MediaType.APPLICATION_JSON_VALUE)
  AssignmentResource change(@PathVariable String assignment, HttpServletRequest call, Caller caller)
      throws IOException {
    Query.of(call).check();
    lookups.assignment(assignment, caller);
    Octets body = Octets.of(call.getInputStream().readAllBytes());
    Located document = Documents.read(body, Syntax.JSON);
    return assignments
        .change(assignment, before -> AssignmentBodies.readChange(document, before))
        .map(AssignmentResource::of)
        .orElseThrow(() -> Refusal.notFound("there is no assignment " + assignment));
  }

  /** Whatever the caller accepts: there is no body. */
  @DeleteMapping(path = "/{assignment}", produces = MediaType.ALL_VALUE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String assignment, HttpServletRequest call, Caller caller) {
    Query query = Query.of(call);
    boolean withAttempts = query.truth("withAttempts");
    query.check();
    lookups.assignment(assignment, caller);
    List<UUID> sessions =
        assignments
            .delete(assignment, withAttempts)
            .orElseThrow(() ->
                new Refusal(
                    ProblemType.CONFLICT,
                    "there are attempts at "
                        + assignment
                        + "; with ?withAttempts=true they and all their grades go with it"));
    sessions.forEach(histories::delete);
  }
}
