package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.Documents;
import dev.handshakelab.api.input.HandInBody;
import dev.handshakelab.api.input.Idempotency;
import dev.handshakelab.api.input.Paging;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.representation.AttemptResource;
import dev.handshakelab.api.representation.PageResource;
import dev.handshakelab.course.Assignment;
import dev.handshakelab.course.AttemptPolicy.Ruling;
import dev.handshakelab.course.Attempts;
import dev.handshakelab.course.Attempts.Graded;
import dev.handshakelab.course.HandIns;
import dev.handshakelab.course.Refused;
import dev.handshakelab.course.SoundRubrics;
import dev.handshakelab.course.Unusable;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.session.NotFeasible;
import dev.handshakelab.wire.Octets;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What subjects hand in. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class AttemptsController {
  private static final String OF_ASSIGNMENT = "/assignments/{assignment}/attempts";

  private final CourseLookups lookups;
  private final SoundRubrics rubrics;
  private final HandIns handIns;
  private final Attempts attempts;
  private final AttemptViews views;
  private final Idempotency idempotency;
  private final InstantSource clock;
  private final HttpLimits limits;
  private final JsonMapper mapper;

  AttemptsController(
      CourseLookups lookups,
      SoundRubrics rubrics,
      HandIns handIns,
      Attempts attempts,
      AttemptViews views,
      Idempotency idempotency,
      InstantSource clock,
      HttpLimits limits,
      JsonMapper mapper) {
    this.lookups = lookups;
    this.rubrics = rubrics;
    this.handIns = handIns;
    this.attempts = attempts;
    this.views = views;
    this.idempotency = idempotency;
    this.clock = clock;
    this.limits = limits;
    this.mapper = mapper;
  }

  @PostMapping(path = OF_ASSIGNMENT, consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> handIn(
      @PathVariable String assignment, HttpServletRequest call, Caller caller) throws Exception {
    Instant receivedAt = clock.instant();
    Query.of(call).check();
    Octets body = Octets.of(call.getInputStream().readAllBytes());
    Assignment of = lookups.assignment(assignment, caller);
    return Creations.written(
        idempotency.once(
            call,
            body,
            () -> {
              Graded taken = take(of, body, caller, receivedAt);
              return Creations.created(
                  "/api/v1/attempts/" + taken.attempt().id(), views.of(of, taken, caller), mapper);
            }));
  }

  private Graded take(Assignment assignment, Octets octets, Caller caller, Instant receivedAt)
      throws InterruptedException, NotFeasible {
    HandInBody body = HandInBody.read(Documents.read(octets, Syntax.JSON));
    String subject = subject(body, caller);
    lookups.requireTheirs(assignment, subject, caller);
    SoundRubrics.Sound rubric = rubrics.get(assignment.rubricId(), assignment.rubricVersion());
    HandIns.HandIn handIn =
        new HandIns.HandIn(
            assignment,
            rubric,
            subject,
            body.answers(rubric.rubric()),
            body.answersJson(),
            body.session(),
            caller,
            receivedAt);
    try {
      return handIns.take(handIn);
    } catch (Refused why) {
      throw refusal(why.ruling());
    } catch (Unusable why) {
      throw Refusal.of(
          ProblemType.ANSWERS,
          List.of(new InputError("/sessions", null, null, String.valueOf(why.getMessage()))));
    }
  }

  private static String subject(HandInBody body, Caller caller) {
    String subject = body.subject() == null ? caller.subject() : body.subject();
    if (subject == null) {
      throw Refusal.of(
          ProblemType.SCHEMA,
          List.of(new InputError("/subject", null, null, "is missing: say who hands this in")));
    }
    return subject;
  }

  private static Refusal refusal(Ruling ruling) {
    return switch (ruling) {
      case Ruling.Allowed _ -> throw new IllegalStateException("nothing was refused");
      case Ruling.UsedUp(int max) ->
          new Refusal(
              ProblemType.ATTEMPT_REFUSED,
              "all " + max + " attempts are used up; no further one is taken");
      case Ruling.TooSoon(var left) -> {
        long seconds = left.plusSeconds(1).minusNanos(1).toSeconds();
        yield new Refusal(
                ProblemType.ATTEMPT_REFUSED,
                "the next attempt may come in "
                    + seconds
                    + " s; a try before does not make that later")
            .with(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
      }
    };
  }

  @GetMapping(OF_ASSIGNMENT)
  PageResource<AttemptResource> list(
      @PathVariable String assignment, HttpServletRequest call, Caller caller)
      throws InterruptedException {
    Query query = Query.of(call);
    String asked = query.text("subject");
    Result.State state = query.oneOf("state", Result.State.class);
    Paging paging = Pages.paging(query, limits);
    query.check();
    Assignment of = lookups.assignment(assignment, caller);
    if (asked != null) {
      lookups.requireTheirs(of, asked, caller);
    }
    String subject = asked == null ? caller.subject() : asked;
    Walks walks = Walks.over("attempts", of.id(), subject, state);
    List<Graded> found =
        attempts.list(
            new Attempts.Filter(of.id(), subject, state),
            place(walks.key(paging.after())),
            paging.limit() + 1);
    var page =
        walks.page(
            found,
            paging.limit(),
            each -> each.attempt().submittedAt() + " " + each.attempt().id());
    List<AttemptResource> items = new ArrayList<>();
    for (Graded each : page.items()) {
      items.add(views.of(of, each, caller));
    }
    return new PageResource<>(items, page.next());
  }

  private static Attempts.@Nullable Place place(@Nullable String key) {
    if (key == null) {
      return null;
    }
    String[] parts = key.split(" ", 2);
    return new Attempts.Place(Instant.parse(parts[0]), UUID.fromString(parts[1]));
  }

  @GetMapping("/attempts/{attempt}")
  AttemptResource one(@PathVariable String attempt, HttpServletRequest call, Caller caller)
      throws InterruptedException {
    Query.of(call).check();
    CourseLookups.Found found = lookups.attempt(attempt, caller);
    return views.of(found.assignment(), found.graded(), caller);
  }
}
