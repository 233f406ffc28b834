package dev.handshakelab.scenario;

import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.EndSpec.Stack;
import dev.handshakelab.scenario.Member.Standing;
import dev.handshakelab.tcp.Switches;
import dev.handshakelab.tcp.Switches.Switch;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.NotationException;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a request asks for that no run could honour, although each member is in its range: nothing
 * that was said is ignored silently. Takes what was sent, whose shape is right.
 */
final class Feasibility {
  private static final IpHeader ANY_HEADER =
      new IpHeader.Ipv4(
          IpAddress.parse("10.0.0.1"), IpAddress.parse("10.0.0.2"), 0, 0, true, 64, Octets.EMPTY);

  private final List<Problem> problems = new ArrayList<>();

  private Feasibility() {}

  /** Everything but the members of the two ends. */
  static List<Problem> ofWhole(
      JsonNode sent, Mode mode, Optional<Scenario> scenario, Limits limits) {
    var check = new Feasibility();
    if (scenario.isEmpty()) {
      String name = sent.path("scenario").asString();
      check.fault(
          "/scenario",
          "there is no scenario \""
              + name
              + "\""
              + Scenarios.nearest(name)
                  .map(near -> "; did you mean \"" + near + "\"?")
                  .orElse("; GET /scenarios lists them"));
    } else {
      Scenario named = scenario.get();
      named
          .whyNot(mode)
          .ifPresent(
              why -> check.fault("/mode", mode + " cannot run " + named.name() + ": " + why));
    }
    check.stacks(sent, mode);
    JsonNode until = sent.path("until").path("ms");
    Double endMs = until.isNumber() ? Double.valueOf(until.asDouble()) : null;
    check.steps(sent.path("steps"), endMs);
    check.faults(sent.path("network").path("faults"));
    check.injections(sent.path("network").path("injections"), endMs);
    check.floods(sent.path("network").path("floods"), endMs, limits.flooded());
    return check.problems;
  }

  private void stacks(JsonNode sent, Mode mode) {
    JsonNode client = sent.path("client").path("stack");
    if (mode == Mode.HYBRID
        && client.isString()
        && client.equals(sent.path("server").path("stack"))) {
      fault("/server/stack", "in mode HYBRID one end is the KERNEL and the other the SIMULATOR");
    }
  }

  /**
   * Switches by their names.
   *
   * @param pointer of what stands before a name, with its slash
   */
  static List<Problem> ofPolicy(JsonNode policy, String pointer) {
    var check = new Feasibility();
    check.policy(policy, pointer);
    return check.problems;
  }

  /**
   * The members of one end.
   *
   * @param pointer of the end
   */
  static List<Problem> ofEnd(
      JsonNode end, String pointer, Shape.Group group, Mode mode, Player player) {
    var check = new Feasibility();
    for (Member member : group.members()) {
      if (end.has(member.name()) && member.to(player) instanceof Standing.Refused(String why)) {
        check.fault(pointer + "/" + member.name(), why);
      }
    }
    if (end.has("isn") && end.has("isns")) {
      check.fault(pointer + "/isn", "is short for isns with one number: give one of the two");
    }
    if (player == Player.KERNEL) {
      check.kernel(end, pointer);
    } else {
      check.policy(end.path("policy"), pointer + "/policy/");
    }
    Stack played = player == Player.KERNEL ? Stack.KERNEL : Stack.SIMULATOR;
    if (end.has("stack") && !end.get("stack").asString().equals(played.name())) {
      check.fault(pointer + "/stack", "in mode " + mode + " both ends are the " + played);
    }
    return check.problems;
  }

  private void kernel(JsonNode end, String pointer) {
    if (end.path("profile").asString("").equals(Profile.RFC_9293.name())) {
      fault(pointer + "/profile", "the kernel is Linux; only the simulator imitates RFC_9293");
    }
    if (end.path("mss").isNull()) {
      fault(pointer + "/mss", "the kernel cannot be told to leave the option out");
    }
  }

  private void policy(JsonNode policy, String pointer) {
    for (Map.Entry<String, JsonNode> entry : policy.properties()) {
      String name = entry.getKey();
      Optional<Switch> named = Switches.named(name);
      if (named.isEmpty()) {
        List<String> names = Switches.all().stream().map(Switch::name).toList();
        fault(
            pointer + name,
            "there is no such switch"
                + Suggestions.nearest(name, names)
                    .map(near -> "; did you mean \"" + near + "\"?")
                    .orElse("; GET /policies lists them"));
      } else {
        value(named.get(), entry.getValue().asString(), pointer + name);
      }
    }
  }

  private void value(Switch named, String value, String pointer) {
    List<String> values = named.values().stream().map(Switches.Value::name).toList();
    named
        .whyNot(value)
        .ifPresent(why ->
            fault(
                pointer,
                why
                    + Suggestions.nearest(value, values)
                        .map(near -> "; did you mean \"" + near + "\"?")
                        .orElse("")));
  }

  private void steps(JsonNode steps, @Nullable Double endMs) {
    for (int i = 0; i < steps.size(); i++) {
      JsonNode step = steps.get(i);
      String pointer = "/steps/" + i;
      if (step.has("atMs") == step.has("afterSegment")) {
        fault(pointer, "needs its moment: atMs or afterSegment, and not both");
      }
      boolean sends = step.get("call").asString().equals(Step.Call.SEND.name());
      if (sends && !step.has("bytes")) {
        fault(pointer + "/bytes", "is missing: SEND needs to know how many octets");
      } else if (!sends && step.has("bytes")) {
        fault(pointer + "/bytes", "only SEND takes octets");
      }
      switch (Step.Call.valueOf(step.get("call").asString())) {
        case OPEN -> {}
        case SEND, CLOSE, ABORT -> only(step, pointer, "target", "only OPEN goes somewhere");
        case LISTEN, ACCEPT, CRASH, RESTART -> {
          only(step, pointer, "target", "only OPEN goes somewhere");
          only(step, pointer, "port", "only OPEN, SEND, CLOSE and ABORT mean one connection");
        }
      }
      inTime(step, pointer, endMs);
    }
  }

  private void only(JsonNode node, String pointer, String member, String why) {
    if (node.has(member)) {
      fault(pointer + "/" + member, why);
    }
  }

  private void faults(JsonNode faults) {
    for (int i = 0; i < faults.size(); i++) {
      JsonNode fault = faults.get(i);
      String pointer = "/network/faults/" + i;
      String action = fault.get("action").asString();
      switch (action) {
        case "DELAY" -> {
          if (!fault.has("byMs")) {
            fault(pointer + "/byMs", "is missing: DELAY needs to know how much");
          }
        }
        case "DUPLICATE" -> {}
        default -> only(fault, pointer, "byMs", "only DELAY and DUPLICATE take a time");
      }
      if (!action.equals("ICMP")) {
        only(fault, pointer, "icmpType", "only ICMP has a type");
        only(fault, pointer, "icmpCode", "only ICMP has a code");
      }
    }
  }

  private void floods(JsonNode floods, @Nullable Double endMs, int most) {
    long count = 0;
    for (int i = 0; i < floods.size(); i++) {
      inTime(floods.get(i), "/network/floods/" + i, endMs);
      count += floods.get(i).get("count").asLong();
    }
    if (count > most) {
      fault("/network/floods", "has " + count + " SYNs together; " + most + " are allowed");
    }
  }

  private void injections(JsonNode injections, @Nullable Double endMs) {
    for (int i = 0; i < injections.size(); i++) {
      JsonNode injection = injections.get(i);
      String pointer = "/network/injections/" + i;
      if (injection.path("as").asString("").equals(injection.get("to").asString())) {
        fault(pointer + "/as", "a segment comes from the other end than the one it arrives at");
      }
      if (injection.has("segment") == injection.has("octets")) {
        fault(pointer, "needs its segment: segment or octets, and not both");
      }
      if (injection.has("segment")) {
        notation(injection.get("segment").asString(), pointer + "/segment");
      }
      if (injection.has("octets")) {
        octets(injection.get("octets").asString(), pointer + "/octets");
        only(injection, pointer, "relative", "octets have numbers of their own");
        only(injection, pointer, "connection", "octets have addresses and ports of their own");
      }
      inTime(injection, pointer, endMs);
    }
  }

  private void notation(String segment, String pointer) {
    try {
      Packets.encode(new Packet(ANY_HEADER, Notation.parse(segment)));
    } catch (NotationException wrong) {
      fault(
          pointer,
          "is no segment in the notation: column "
              + wrong.column()
              + ": expected "
              + wrong.expected());
    } catch (IllegalArgumentException tooLong) {
      fault(pointer, "does not fit a packet: " + tooLong.getMessage());
    }
  }

  private void octets(String base64, String pointer) {
    try {
      switch (Packets.decode(Octets.ofBase64(base64))) {
        case Decoded.Intact _ -> {}
        case Decoded.Malformed(String why, Octets _) ->
            fault(pointer, "is no IP packet with a TCP segment: " + why);
      }
    } catch (IllegalArgumentException notBase64) {
      fault(pointer, "is not base64: " + notBase64.getMessage());
    }
  }

  private void inTime(JsonNode event, String pointer, @Nullable Double endMs) {
    if (endMs != null && event.path("atMs").isNumber() && event.get("atMs").asDouble() > endMs) {
      fault(pointer + "/atMs", "comes after the end of the session, which is until.ms");
    }
  }

  private void fault(String pointer, String detail) {
    problems.add(new Problem(pointer, detail));
  }
}
