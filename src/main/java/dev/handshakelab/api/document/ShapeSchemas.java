package dev.handshakelab.api.document;

import dev.handshakelab.scenario.Member;
import dev.handshakelab.scenario.Player;
import dev.handshakelab.scenario.Shape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON schemas of what may be sent, written from the shapes that bodies are checked against.
 *
 * <p>What a member is when it is not given stands in its description, never as {@code default}: a
 * scenario may say something else, and a client that fills in defaults by itself would override it.
 */
final class ShapeSchemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ShapeSchemas() {}

  static ObjectNode of(Shape shape) {
    ObjectNode schema = JSON.objectNode();
    switch (shape) {
      case Shape.Truth _ -> schema.put("type", "boolean");
      case Shape.Whole(long least, long most) ->
          schema
              .put("type", "integer")
              .put("format", most > Integer.MAX_VALUE ? "int64" : "int32")
              .put("minimum", least)
              .put("maximum", most);
      case Shape.Decimal number ->
          schema.put("type", "number").put("minimum", number.least()).put("maximum", number.most());
      case Shape.Text(int least, int most) ->
          schema.put("type", "string").put("minLength", least).put("maxLength", most);
      case Shape.Choice(List<String> names) -> {
        ArrayNode choices = schema.put("type", "string").putArray("enum");
        names.forEach(choices::add);
      }
      case Shape.OrNull(Shape inner) -> orNull(of(inner), schema);
      case Shape.Items(Shape each, int most) -> {
        schema.put("type", "array").put("maxItems", most);
        schema.set("items", of(each));
      }
      case Shape.Table(Pattern name, Shape each, int most) -> {
        schema.put("type", "object").put("maxProperties", most);
        schema.putObject("propertyNames").put("pattern", "^" + name.pattern() + "$");
        schema.set("additionalProperties", of(each));
      }
      case Shape.Group(List<Member> members) -> group(members, schema);
      case Shape.WordOr(String word, Shape.Group group) -> {
        ArrayNode either = schema.putArray("oneOf");
        either.addObject().put("type", "string").putArray("enum").add(word);
        either.add(of(group));
      }
    }
    return schema;
  }

  private static void orNull(ObjectNode inner, ObjectNode schema) {
    schema.setAll(inner);
    String type = inner.get("type").asString();
    schema.putArray("type").add(type).add("null");
  }

  private static void group(List<Member> members, ObjectNode schema) {
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    List<String> required = members.stream().filter(Member::required).map(Member::name).toList();
    if (!required.isEmpty()) {
      ArrayNode names = schema.putArray("required");
      required.forEach(names::add);
    }
    ObjectNode properties = schema.putObject("properties");
    for (Member member : members) {
      ObjectNode each = of(member.shape());
      each.put("description", described(member));
      properties.set(member.name(), each);
    }
  }

  private static @Nullable JsonNode everybodysDefault(Member member) {
    Set<JsonNode> defaults =
        member.standings().values().stream()
            .map(standing ->
                standing instanceof Member.Standing.Default(JsonNode value)
                    ? value
                    : JSON.missingNode())
            .collect(Collectors.toSet());
    JsonNode only = defaults.size() == 1 ? defaults.iterator().next() : null;
    return only == null || only.isMissingNode() ? null : only;
  }

  private static String described(Member member) {
    JsonNode everybodys = everybodysDefault(member);
    if (everybodys != null) {
      return member.text() + " Default: `" + everybodys + "`.";
    }
    if (!differs(member)) {
      return member.text();
    }
    List<String> clauses = new ArrayList<>();
    for (Player player : EnumSet.allOf(Player.class)) {
      Member.Standing standing = member.standings().get(player);
      if (standing != null) {
        clauses.add(player.name() + ": " + inWords(standing));
      }
    }
    return member.text() + " — " + String.join("; ", clauses) + ".";
  }

  /** Whether anybody has a default or refuses it. */
  private static boolean differs(Member member) {
    return member.standings().values().stream()
        .anyMatch(standing -> !(standing instanceof Member.Standing.Open));
  }

  private static String inWords(Member.Standing standing) {
    return switch (standing) {
      case Member.Standing.Default(JsonNode value) -> "default `" + value + "`";
      case Member.Standing.Open _ -> "open";
      case Member.Standing.Refused(String why) -> "refused, " + why;
    };
  }
}
