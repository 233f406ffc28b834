package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.Idempotency;
import dev.handshakelab.api.input.JsonBodies;
import dev.handshakelab.api.input.Paging;
import dev.handshakelab.api.input.PathIds;
import dev.handshakelab.api.input.Preference;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.representation.ComparisonHeadingResource;
import dev.handshakelab.api.representation.ComparisonResource;
import dev.handshakelab.api.representation.PageResource;
import dev.handshakelab.comparison.SideBySide;
import dev.handshakelab.history.Compared;
import dev.handshakelab.history.Comparisons;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.IdempotencyKeys.Answer;
import dev.handshakelab.history.Session.Status;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.session.Comparing;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Octets;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
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

/** Comparisons of the simulator with the kernel: start, find, read as two ladders, forget. */
@RestController
@RequestMapping("/api/v1/comparisons")
class ComparisonsController {
  private static final int SEED_BITS = 53;

  private final Comparing comparing;
  private final Comparisons comparisons;
  private final Histories histories;
  private final ComparisonReading reading;
  private final Idempotency idempotency;
  private final LongSupplier chance;
  private final HttpLimits limits;
  private final JsonBodies bodies;
  private final JsonMapper mapper;

  ComparisonsController(
      Comparing comparing,
      Comparisons comparisons,
      Histories histories,
      RequestReading requests,
      SessionsInSight inSight,
      Idempotency idempotency,
      LongSupplier chance,
      HttpLimits limits,
      JsonMapper mapper) {
    this.comparing = comparing;
    this.comparisons = comparisons;
    this.histories = histories;
    this.reading = new ComparisonReading(requests, inSight, comparing.limits());
    this.idempotency = idempotency;
    this.chance = chance;
    this.limits = limits;
    this.bodies = new JsonBodies(limits.maxDepth(), limits.maxString());
    this.mapper = mapper;
  }

  @PostMapping(
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> start(HttpServletRequest call, Caller caller) throws Exception {
    Query.of(call).check();
    Octets body = Octets.of(call.getInputStream().readAllBytes());
    Preference preference =
        Preference.of(
            Collections.list(call.getHeaders("Prefer")), limits.defaultWait(), limits.maxWait());
    return Creations.written(
        idempotency.once(
            call, body, () -> answer(startNow(body, preference, caller), preference, call)));
  }

  private Compared startNow(Octets body, Preference preference, Caller caller) throws Exception {
    long seed = chance.getAsLong() >>> (64 - SEED_BITS);
    return comparing.start(
        reading.read(bodies.read(body), seed, caller),
        SessionsInSight.ownerFor(caller),
        preference.patience());
  }

  private Answer answer(Compared compared, Preference preference, HttpServletRequest call) {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put(HttpHeaders.LOCATION, call.getRequestURI() + "/" + compared.id());
    if (preference.applied() != null) {
      headers.put("Preference-Applied", preference.applied());
    }
    HttpStatus status =
        compared.status() == Status.RUNNING ? HttpStatus.ACCEPTED : HttpStatus.CREATED;
    return new Answer(
        status.value(), headers, mapper.writeValueAsString(ComparisonResource.of(compared)));
  }

  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  PageResource<ComparisonHeadingResource> list(HttpServletRequest call, Caller caller) {
    Query query = Query.of(call);
    var filter =
        new Comparisons.Filter(
            query.text("scenario"),
            query.oneOf("status", Status.class),
            query.instant("createdFrom"),
            query.instant("createdTo"),
            SessionsInSight.of(caller));
    Paging paging = Pages.paging(query, limits);
    query.check();
    return PageResource.of(
        comparisons.list(filter, paging.limit(), paging.after()), ComparisonHeadingResource::of);
  }

  @GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  ComparisonResource one(@PathVariable String id, HttpServletRequest call, Caller caller) {
    Query.of(call).check();
    return ComparisonResource.of(compared(id, caller));
  }

  /** Whatever the caller accepts: there is no body. */
  @DeleteMapping(path = "/{id}", produces = MediaType.ALL_VALUE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String id, HttpServletRequest call, Caller caller) {
    Query.of(call).check();
    switch (comparisons.delete(compared(id, caller).id())) {
      case null -> throw noComparison(id);
      case RUNNING ->
          throw new Refusal(
              ProblemType.CONFLICT, "comparison " + id + " is RUNNING; delete it when it is over");
      case COMPLETED, FAILED -> {
        // it is gone
      }
    }
  }

  /** The ladders of the simulated session and of one run, side by side. */
  @GetMapping(path = "/{id}/ladders", produces = "text/plain;charset=utf-8")
  String ladders(@PathVariable String id, HttpServletRequest call, Caller caller) {
    Query query = Query.of(call);
    Integer asked = query.whole("run", 1, comparing.limits().runs());
    int run = asked == null ? 1 : asked;
    query.check();
    Compared compared = compared(id, caller);
    if (compared.status() != Status.COMPLETED || compared.simulated() == null) {
      throw new Refusal(
          ProblemType.CONFLICT,
          "comparison " + id + " is " + compared.status() + ", not COMPLETED");
    }
    if (run > compared.real().size()) {
      throw Refusal.notFound(
          "comparison %s has %d runs, no run %d".formatted(id, compared.real().size(), run));
    }
    return SideBySide.draw(
        trace(compared.simulated()),
        trace(compared.real().get(run - 1).session()),
        run,
        compared.differences());
  }

  private Compared compared(String id, Caller caller) {
    return PathIds.uuid(id)
        .flatMap(comparisons::find)
        .filter(found -> SessionsInSight.of(caller).covers(found.owner()))
        .orElseThrow(() -> noComparison(id));
  }

  private static Refusal noComparison(String id) {
    return Refusal.notFound("there is no comparison " + id);
  }

  private Trace trace(UUID session) {
    return histories
        .trace(session)
        .orElseThrow(() ->
            new Refusal(
                ProblemType.CONFLICT, "its session " + session + " has been deleted meanwhile"));
  }
}
