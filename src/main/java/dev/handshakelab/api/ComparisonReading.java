package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.history.Session;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.SpecJson;
import dev.handshakelab.session.Comparing.Question;
import dev.handshakelab.session.ComparingLimits;
import dev.handshakelab.session.NotFeasible;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes of a call's body the two requests that are to be compared. What is said of the simulator
 * alone, profile and policy, is not asked of the kernel; everything else is, so what the kernel
 * cannot be asked is refused.
 */
final class ComparisonReading {
  private static final List<String> SOURCES = List.of("scenario", "session", "request");
  private static final List<String> OF_THE_SIMULATOR =
      List.of("profile", "policy", "r2Ms", "synLinearTimeouts", "stack");

  private final RequestReading reading;
  private final SessionsInSight inSight;
  private final ComparingLimits limits;

  ComparisonReading(RequestReading reading, SessionsInSight inSight, ComparingLimits limits) {
    this.reading = reading;
    this.inSight = inSight;
    this.limits = limits;
  }

  /**
   * @param seed asked when no seed is given
   * @throws Refusal when the body cannot be read
   * @throws NotFeasible when there is no such scenario or session, or a mode cannot honour it
   */
  Question read(JsonNode body, long seed, Caller caller) throws NotFeasible {
    check(body);
    int runs = body.path("runs").asInt(limits.usualRuns());
    if (body.has("session")) {
      return ofSession(body.get("session").asString(), runs, seed, caller);
    }
    boolean named = body.has("scenario");
    ObjectNode request = JsonMapper.shared().createObjectNode();
    if (named) {
      request.put("scenario", body.get("scenario").asString());
    } else {
      request.setAll((ObjectNode) body.get("request"));
    }
    String below = named ? "" : "/request";
    return new Question(
        complete(with(request, Mode.SIMULATED), seed, below),
        null,
        complete(forTheKernel(request), seed, below),
        runs);
  }

  private void check(JsonNode body) {
    List<InputError> errors = new ArrayList<>();
    if (!body.isObject()) {
      throw Refusal.of(ProblemType.SCHEMA, List.of(pointed("", "must be an object")));
    }
    List<String> given = new ArrayList<>();
    for (String member : body.propertyNames()) {
      if (SOURCES.contains(member)) {
        given.add(member);
      } else if (!member.equals("runs")) {
        errors.add(pointed("/" + member, "is unknown; there are " + SOURCES + " and runs"));
      }
    }
    if (given.size() != 1) {
      errors.add(pointed("", "needs exactly one of " + SOURCES + ", not " + given));
    }
    for (String text : List.of("scenario", "session")) {
      if (body.has(text) && !body.get(text).isString()) {
        errors.add(pointed("/" + text, "must be a string"));
      }
    }
    JsonNode request = body.path("request");
    if (body.has("request") && !request.isObject()) {
      errors.add(pointed("/request", "must be an object, a request as for a session"));
    }
    if (request.has("mode")) {
      errors.add(pointed("/request/mode", "is left out: it is run in both modes"));
    }
    JsonNode runs = body.path("runs");
    if (body.has("runs")
        && (!runs.isIntegralNumber()
            || !runs.canConvertToInt()
            || runs.asInt() < 1
            || runs.asInt() > limits.runs())) {
      errors.add(pointed("/runs", "must be a whole number from 1 to " + limits.runs()));
    }
    if (!errors.isEmpty()) {
      throw Refusal.of(ProblemType.SCHEMA, errors);
    }
  }

  private SessionRequest complete(ObjectNode request, long seed, String below) throws NotFeasible {
    return switch (reading.read(request, () -> seed)) {
      case Reading.Complete(SessionRequest complete) -> complete;
      case Reading.Unreadable(List<Problem> problems) ->
          throw Refusal.of(
              ProblemType.SCHEMA,
              problems.stream().map(each -> InputError.at(within(each, below))).toList());
      case Reading.Infeasible(List<Problem> problems) ->
          throw new NotFeasible(problems.stream().map(each -> within(each, below)).toList());
    };
  }

  private static Problem within(Problem problem, String below) {
    return new Problem(below + problem.pointer(), problem.detail());
  }

  private static ObjectNode with(ObjectNode request, Mode mode) {
    return request.deepCopy().put("mode", mode.name());
  }

  private static ObjectNode forTheKernel(ObjectNode request) {
    ObjectNode real = with(request, Mode.REAL_SOCKET);
    for (String end : List.of("client", "server")) {
      if (real.get(end) instanceof ObjectNode members) {
        members.remove(OF_THE_SIMULATOR);
      }
    }
    return real;
  }

  /** A kept session: what was simulated stands, what ran on the kernel is simulated first. */
  private Question ofSession(String text, int runs, long seed, Caller caller) throws NotFeasible {
    Session session =
        inSight
            .find(text, caller)
            .filter(found -> !SessionsInSight.of(caller).hides(found.owner()))
            .orElseThrow(() -> refused("there is no session " + text));
    if (session.status() != Session.Status.COMPLETED) {
      throw refused("session " + text + " is " + session.status() + ", not COMPLETED");
    }
    SessionRequest kept = session.request();
    return switch (kept.mode()) {
      case SIMULATED -> new Question(kept, session.id(), onTheKernel(kept, seed), runs);
      case REAL_SOCKET -> new Question(simulated(kept, seed), null, kept, runs);
      case HYBRID, INTERACTIVE, IMPORTED ->
          throw refused("a session of mode " + kept.mode() + " has no counterpart to compare with");
    };
  }

  private static NotFeasible refused(String why) {
    return new NotFeasible(List.of(new Problem("/session", why)));
  }

  /** What a spec asks beyond what is usual is asked of the kernel, but the server's ISNs. */
  private SessionRequest onTheKernel(SessionRequest kept, long seed) throws NotFeasible {
    ObjectNode request = stripped(kept);
    JsonNode usual =
        SpecJson.toTree(
            complete(JsonMapper.shared().createObjectNode().put("mode", "SIMULATED"), seed, ""));
    for (String end : List.of("client", "server")) {
      ObjectNode members = (ObjectNode) request.get(end);
      members.remove(OF_THE_SIMULATOR);
      List<String> asUsual = new ArrayList<>();
      for (Map.Entry<String, JsonNode> member : members.properties()) {
        if (member.getValue().equals(usual.path(end).get(member.getKey()))) {
          asUsual.add(member.getKey());
        }
      }
      members.remove(asUsual);
    }
    ((ObjectNode) request.get("server")).remove("isns");
    return named(complete(request.put("mode", Mode.REAL_SOCKET.name()), seed, "/session"), kept);
  }

  private SessionRequest simulated(SessionRequest kept, long seed) throws NotFeasible {
    ObjectNode request = stripped(kept);
    for (String end : List.of("client", "server")) {
      ((ObjectNode) request.get(end)).remove(List.of("stack", "profile"));
    }
    return named(complete(request.put("mode", Mode.SIMULATED.name()), seed, "/session"), kept);
  }

  /** Without its scenario, which would fill in again what a member overrode with what is usual. */
  private static ObjectNode stripped(SessionRequest kept) {
    ObjectNode request = (ObjectNode) SpecJson.toTree(kept);
    request.remove("scenario");
    return request;
  }

  private static SessionRequest named(SessionRequest request, SessionRequest like) {
    return new SessionRequest(
        request.mode(),
        like.scenario(),
        request.seed(),
        request.labels(),
        request.client(),
        request.server(),
        request.network(),
        request.exchange(),
        request.steps(),
        request.until());
  }

  private static InputError pointed(String pointer, String detail) {
    return new InputError(pointer, null, null, detail);
  }
}
