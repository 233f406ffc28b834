package dev.handshakelab.scenario;

import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.EndSpec.Stack;
import dev.handshakelab.trace.Party;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns what somebody sent into a complete request, or says everything that is wrong with it at
 * once.
 *
 * <p>{@code {"scenario":"lost-syn","network":{"delayMs":20}}} is laid over the scenario's own
 * members, and both over the defaults of the profile or the kernel that plays each end. What a
 * scenario says and this mode or profile does not honour falls away, and with it, at an end that
 * the kernel plays, ISNs that are only there to be read; what the sender says and it does not
 * honour is refused.
 */
public final class RequestReading {
  private final Limits limits;
  private final Shape.Group shape;

  public RequestReading(Limits limits) {
    this.limits = limits;
    this.shape = Members.of(limits);
  }

  public Limits limits() {
    return limits;
  }

  /**
   * @param sent a JSON document in which no member stands twice; numbers with a point should have
   *     been read as decimals, else more than a double holds is lost unnoticed
   * @param seed asked for a seed, 0…2^53−1, when none is given
   */
  public Reading read(JsonNode sent, LongSupplier seed) {
    List<Problem> unreadable = ShapeCheck.problems(sent, shape);
    if (!unreadable.isEmpty()) {
      return new Reading.Unreadable(unreadable);
    }
    Optional<Scenario> scenario = Scenarios.named(scenarioOf(sent));
    ObjectNode scenarios =
        scenario
            .map(named -> Overlay.spelledOut(named.members()))
            .orElseGet(JsonNodeFactory.instance::objectNode);
    ObjectNode request = Overlay.spelledOut(sent);
    Mode mode = modeOf(sent);
    List<Problem> infeasible = new ArrayList<>(Feasibility.ofWhole(sent, mode, scenario, limits));
    ObjectNode complete = scenarios.deepCopy();
    for (Party party : Party.values()) {
      String end = nameOf(party);
      Player player = player(mode, end, request, scenarios);
      infeasible.addAll(Feasibility.ofEnd(sent.path(end), "/" + end, group(end), mode, player));
      ObjectNode spec = Overlay.objectAt(complete, end);
      Overlay.dropRefused(spec, group(end), player);
      if (player == Player.KERNEL && !scenario.map(Scenario::isnsMatter).orElse(false)) {
        spec.remove("isns");
      }
      Overlay.lay(Overlay.objectAt(request, end), spec);
      Overlay.fill(spec, group(end), player);
      spec.put("stack", player.stack().name());
      spec.put("profile", player.profile().name());
    }
    if (!infeasible.isEmpty()) {
      return new Reading.Infeasible(infeasible);
    }
    return new Reading.Complete(finish(complete, request, seed));
  }

  private SessionRequest finish(ObjectNode complete, ObjectNode request, LongSupplier seed) {
    request.remove(List.of("client", "server"));
    Overlay.lay(request, complete);
    for (Member member : shape.members()) {
      if (!member.name().equals("client") && !member.name().equals("server")) {
        Overlay.fill(complete, new Shape.Group(List.of(member)), Player.LINUX);
      }
    }
    if (!complete.has("seed")) {
      complete.put("seed", seed.getAsLong());
    }
    Overlay.imply(complete);
    return SpecReader.read(complete);
  }

  private Shape.Group group(String end) {
    for (Member member : shape.members()) {
      if (member.name().equals(end) && member.shape() instanceof Shape.Group group) {
        return group;
      }
    }
    throw new IllegalStateException("a request has a " + end);
  }

  private static String nameOf(Party party) {
    return party.name().toLowerCase(Locale.ROOT);
  }

  private static String scenarioOf(JsonNode sent) {
    return sent.path("scenario").asString(SessionRequest.USUAL_SCENARIO);
  }

  private static Mode modeOf(JsonNode sent) {
    return sent.has("mode") ? Mode.valueOf(sent.get("mode").asString()) : Mode.SIMULATED;
  }

  private static Player player(Mode mode, String end, JsonNode request, JsonNode scenarios) {
    Stack stack =
        switch (mode) {
          case SIMULATED, INTERACTIVE, IMPORTED -> Stack.SIMULATOR;
          case REAL_SOCKET -> Stack.KERNEL;
          case HYBRID -> ofHybrid(request, end);
        };
    return Player.of(
        stack, Profile.valueOf(said(request, scenarios, end, "profile", Profile.LINUX)));
  }

  /**
   * Of what is not said, the simulator opens; an end that is not named is what the other is not.
   */
  private static Stack ofHybrid(JsonNode request, String end) {
    JsonNode own = request.path(end).path("stack");
    if (own.isString()) {
      return Stack.valueOf(own.asString());
    }
    String usual = end.equals(nameOf(Party.CLIENT)) ? "KERNEL" : "SIMULATOR";
    String other = nameOf(end.equals(nameOf(Party.CLIENT)) ? Party.SERVER : Party.CLIENT);
    Stack others = Stack.valueOf(request.path(other).path("stack").asString(usual));
    return others == Stack.KERNEL ? Stack.SIMULATOR : Stack.KERNEL;
  }

  private static String said(
      JsonNode request, JsonNode scenarios, String end, String member, Enum<?> otherwise) {
    JsonNode asked = request.path(end).path(member);
    return (asked.isString() ? asked : scenarios.path(end).path(member)).asString(otherwise.name());
  }
}
