package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.Idempotency;
import dev.handshakelab.api.input.JsonBodies;
import dev.handshakelab.api.input.Paging;
import dev.handshakelab.api.input.PathIds;
import dev.handshakelab.api.input.Preference;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.representation.PageResource;
import dev.handshakelab.api.representation.ReplayResource;
import dev.handshakelab.api.representation.SessionResource;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Histories.SessionFilter;
import dev.handshakelab.history.IdempotencyKeys.Answer;
import dev.handshakelab.history.Session;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.session.NotFeasible;
import dev.handshakelab.session.Sessions;
import dev.handshakelab.wire.Octets;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Sessions: run one, find them again, run one again, forget one. */
@RestController
@RequestMapping(path = "/api/v1/sessions", produces = MediaType.APPLICATION_JSON_VALUE)
class SessionsController {
  private static final int SEED_BITS = 53;

  private final Sessions sessions;
  private final Histories histories;
  private final SessionsInSight inSight;
  private final RequestReading reading;
  private final Idempotency idempotency;
  private final LongSupplier chance;
  private final HttpLimits limits;
  private final JsonBodies bodies;
  private final JsonMapper mapper;

  SessionsController(
      Sessions sessions,
      Histories histories,
      SessionsInSight inSight,
      RequestReading reading,
      Idempotency idempotency,
      LongSupplier chance,
      HttpLimits limits,
      JsonMapper mapper) {
    this.sessions = sessions;
    this.histories = histories;
    this.inSight = inSight;
    this.reading = reading;
    this.idempotency = idempotency;
    this.chance = chance;
    this.limits = limits;
    this.bodies = new JsonBodies(limits.maxDepth(), limits.maxString());
    this.mapper = mapper;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> start(HttpServletRequest call, Caller caller) throws Exception {
    Query.of(call).check();
    Octets body = Octets.of(call.getInputStream().readAllBytes());
    Idempotency.Outcome outcome =
        idempotency.once(
            call, body, () -> answer(startNow(body, preference(call), caller), call, caller));
    return Creations.written(outcome);
  }

  private Started startNow(Octets body, Preference preference, Caller caller) throws Exception {
    SessionRequest request = complete(body);
    return new Started(
        sessions.start(request, SessionsInSight.ownerFor(caller), preference.patience()),
        preference);
  }

  private SessionRequest complete(Octets body) throws NotFeasible {
    return switch (reading.read(bodies.read(body), () -> chance.getAsLong() >>> (64 - SEED_BITS))) {
      case Reading.Complete(SessionRequest request) -> request;
      case Reading.Unreadable(List<Problem> problems) ->
          throw Refusal.of(ProblemType.SCHEMA, problems.stream().map(InputError::at).toList());
      case Reading.Infeasible(List<Problem> problems) -> throw new NotFeasible(problems);
    };
  }

  private Preference preference(HttpServletRequest call) {
    return Preference.of(
        Collections.list(call.getHeaders("Prefer")), limits.defaultWait(), limits.maxWait());
  }

  private record Started(Session session, Preference preference) {}

  private Answer answer(Started started, HttpServletRequest call, Caller caller) {
    Session session = started.session();
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put(HttpHeaders.LOCATION, call.getRequestURI() + "/" + session.id());
    if (started.preference().applied() != null) {
      headers.put("Preference-Applied", started.preference().applied());
    }
    HttpStatus status =
        session.status() == Session.Status.RUNNING ? HttpStatus.ACCEPTED : HttpStatus.CREATED;
    return new Answer(
        status.value(), headers, mapper.writeValueAsString(SessionsInSight.shown(session, caller)));
  }

  @GetMapping
  PageResource<SessionResource> list(HttpServletRequest call, Caller caller) {
    Query query = Query.of(call);
    SessionFilter filter = SessionQueries.filter(query, caller);
    Paging paging = Pages.paging(query, limits);
    query.check();
    return PageResource.of(
        histories.sessions(filter, paging.limit(), paging.after()),
        session -> SessionsInSight.shown(session, caller));
  }

  @GetMapping("/{id}")
  SessionResource one(@PathVariable String id, HttpServletRequest call, Caller caller) {
    Query.of(call).check();
    return SessionsInSight.shown(inSight.named(id, caller), caller);
  }

  /** Whatever the caller accepts: there is no body. */
  @DeleteMapping(path = "/{id}", produces = MediaType.ALL_VALUE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String id, HttpServletRequest call, Caller caller) {
    Query.of(call).check();
    UUID session = deletable(id, caller);
    switch (histories.delete(session)) {
      case null -> throw PathIds.noSession(id);
      case RUNNING ->
          throw new Refusal(
              ProblemType.CONFLICT, "session " + id + " is RUNNING; delete it when it is over");
      case COMPLETED, FAILED -> {
        // it is gone
      }
    }
  }

  /** Variants are the assignment's: whoever looks at one may not throw it away. */
  private UUID deletable(String id, Caller caller) {
    Session session = inSight.named(id, caller);
    if (SessionsInSight.of(caller).hides(session.owner())) {
      throw new Refusal(
          ProblemType.NOT_ALLOWED, "session " + id + " belongs to an assignment and stays");
    }
    return session.id();
  }

  @PostMapping("/{id}/replay")
  ReplayResource replay(@PathVariable String id, HttpServletRequest call, Caller caller)
      throws Exception {
    Query.of(call).check();
    return sessions
        .replay(inSight.wholly(id, caller).id())
        .map(ReplayResource::of)
        .orElseThrow(() -> PathIds.noSession(id));
  }
}
