package dev.handshakelab.scenario;

import dev.handshakelab.scenario.Member.Standing;
import dev.handshakelab.trace.Party;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lays a request over its scenario and both over the defaults. Objects are laid member by member;
 * anything else, lists too, takes the place of what lies below. Before that each layer is spelt
 * out: {@code isn} becomes {@code isns}, and what is said of the network at large is said of both
 * directions where they say nothing themselves.
 */
final class Overlay {
  /** What is said of one direction, or of the network at large. */
  private static final Set<String> LINK =
      Members.link().stream().map(Member::name).collect(Collectors.toUnmodifiableSet());

  private static final int DESTINATION_UNREACHABLE = 3;
  private static final int HOST_UNREACHABLE = 1;

  private Overlay() {}

  /** A copy of a request, or of a scenario's members, without shorthands. */
  static ObjectNode spelledOut(JsonNode layer) {
    ObjectNode spelled = (ObjectNode) layer.deepCopy();
    for (String end : List.of("client", "server")) {
      if (spelled.get(end) instanceof ObjectNode node && node.has("isn")) {
        node.putArray("isns").add(node.remove("isn"));
      }
    }
    if (spelled.get("network") instanceof ObjectNode network) {
      List<String> both = new ArrayList<>();
      for (Map.Entry<String, JsonNode> entry : network.properties()) {
        if (LINK.contains(entry.getKey())) {
          both.add(entry.getKey());
        }
      }
      for (String member : both) {
        JsonNode value = network.remove(member);
        for (String direction : List.of("toServer", "toClient")) {
          ObjectNode link = objectAt(network, direction);
          if (!link.has(member)) {
            link.set(member, value);
          }
        }
      }
    }
    return spelled;
  }

  /** Lays {@code above} over {@code below}, which changes. */
  static void lay(ObjectNode above, ObjectNode below) {
    for (Map.Entry<String, JsonNode> entry : above.properties()) {
      if (entry.getValue() instanceof ObjectNode upper
          && below.get(entry.getKey()) instanceof ObjectNode lower) {
        lay(upper, lower);
      } else {
        below.set(entry.getKey(), entry.getValue().deepCopy());
      }
    }
  }

  private static void putIfAbsent(ObjectNode node, String member, int value) {
    if (!node.has(member)) {
      node.put(member, value);
    }
  }

  /** Adds what follows from the rest of a request that is otherwise complete. */
  static void imply(ObjectNode request) {
    for (JsonNode fault : request.get("network").get("faults")) {
      if (fault.get("action").asString().equals("DUPLICATE") && !fault.has("byMs")) {
        ((ObjectNode) fault).put("byMs", 0);
      }
      if (fault.get("action").asString().equals("ICMP")) {
        putIfAbsent((ObjectNode) fault, "icmpType", DESTINATION_UNREACHABLE);
        putIfAbsent((ObjectNode) fault, "icmpCode", HOST_UNREACHABLE);
      }
    }
    for (JsonNode injection : request.get("network").get("injections")) {
      if (!injection.has("as")) {
        Party to = Party.valueOf(injection.get("to").asString());
        ((ObjectNode) injection).put("as", to.other().name());
      }
    }
    ArrayNode steps = (ArrayNode) request.get("steps");
    boolean opens = false;
    for (JsonNode step : steps) {
      opens |= step.get("call").asString().equals("OPEN");
    }
    if (!opens && !steps.isEmpty()) {
      steps.insertObject(0).put("atMs", 0).put("end", "CLIENT").put("call", "OPEN");
    }
  }

  /** Takes out of a scenario's members of an end what this player does not honour. */
  static void dropRefused(ObjectNode end, Shape.Group group, Player player) {
    for (Member member : group.members()) {
      if (member.to(player) instanceof Standing.Refused) {
        end.remove(member.name());
      }
    }
  }

  /** Gives every member that is absent this player's default, in lists and inner objects too. */
  static void fill(ObjectNode node, Shape.Group group, Player player) {
    for (Member member : group.members()) {
      if (!node.has(member.name())
          && member.to(player) instanceof Standing.Default(JsonNode value)) {
        node.set(member.name(), value.deepCopy());
      }
      if (member.shape() instanceof Shape.Group inner) {
        fill(objectAt(node, member.name()), inner, player);
      } else if (member.shape() instanceof Shape.Items(Shape.Group each, int _)
          && node.get(member.name()) instanceof ArrayNode items) {
        items.forEach(item -> fill((ObjectNode) item, each, player));
      }
    }
  }

  /** The inner object with this name, put there when absent. */
  static ObjectNode objectAt(ObjectNode node, String member) {
    return node.get(member) instanceof ObjectNode inner ? inner : node.putObject(member);
  }
}
