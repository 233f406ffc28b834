package dev.handshakelab.grading;

import dev.handshakelab.grading.evidence.MeasuredTime;
import dev.handshakelab.grading.evidence.SegmentField;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Octets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The published JSON schema (2020-12) of rubrics, so that an editor can help whoever writes one. It
 * is written from the names and bounds that reading goes by; what a schema cannot say, reading
 * says.
 */
public final class RubricSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String ID = "^" + RubricReading.ID.pattern() + "$";

  private RubricSchema() {}

  /** As JSON, for people to read. */
  public static Octets octets() {
    return Octets.of(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree()));
  }

  static ObjectNode tree() {
    ObjectNode schema = JSON.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "A rubric of the Handshake Lab, version 1");
    ObjectNode members = object(schema, List.of("id", "title", "checks"));
    members.set("id", id());
    members.set("title", text(1, RubricReading.LONGEST_TITLE));
    members
        .putObject("session")
        .put("type", "object")
        .put("description", "A request for a session, without seed and labels.")
        .putObject("properties")
        .put("seed", false)
        .put("labels", false);
    ObjectNode checks = members.putObject("checks");
    checks.put("type", "array").put("minItems", 1).put("maxItems", RubricReading.MOST_CHECKS);
    ArrayNode kinds = checks.putObject("items").putArray("oneOf");
    for (Check.Kind kind : Check.Kind.values()) {
      kinds.add(check(kind));
    }
    return schema;
  }

  private static ObjectNode check(Check.Kind kind) {
    ObjectNode schema = JSON.objectNode();
    schema.put("title", kind.label());
    ObjectNode members =
        object(
            schema,
            switch (kind) {
              case ANSWER -> List.of("id", "kind", "points", "prompt", "expect");
              case FIELD_EQUALS -> List.of("id", "kind", "points", "segment", "field", "expect");
              case SEQUENCE -> List.of("id", "kind", "points", "expect");
              case STATE_PATH -> List.of("id", "kind", "points", "endpoint", "expect");
              case TIMING -> List.of("id", "kind", "points", "of");
              case OUTCOME -> List.of("id", "kind", "points", "expect");
              case MANUAL -> List.of("id", "kind", "points", "prompt");
              case EXPR -> List.of("id", "kind", "points", "expr");
            });
    members.set("id", id());
    members.putObject("kind").put("const", kind.label());
    members.set("points", decimal(CheckReading.MOST_POINTS, "0.01"));
    members.set("prompt", text(1, CheckReading.LONGEST_PROMPT));
    members.set("visibility", oneOf(Members.names(Visibility.class)));
    switch (kind) {
      case ANSWER -> answer(members);
      case FIELD_EQUALS -> fieldEquals(members);
      case SEQUENCE -> {
        members.set("expect", list(text(1, 40), 1, CheckReading.MOST_EXPECTED));
        members.set("partial", oneOf(Members.names(Partial.class)));
      }
      case STATE_PATH -> {
        members.set("endpoint", oneOf(Members.names(Party.class)));
        members.set(
            "expect", list(oneOf(Members.names(StateName.class)), 1, CheckReading.MOST_EXPECTED));
        members.set("partial", oneOf(Members.names(Partial.class)));
      }
      case TIMING -> {
        members.set("of", oneOf(MeasuredTime.labels()));
        members.set("atLeastMs", milliseconds());
        members.set("atMostMs", milliseconds());
        members.set("tolerance", tolerance());
        ArrayNode either = schema.putArray("anyOf");
        either.addObject().putArray("required").add("atLeastMs");
        either.addObject().putArray("required").add("atMostMs");
      }
      case OUTCOME -> members.set("expect", oneOf(Members.names(Outcome.class)));
      case MANUAL -> {
        // nothing but what every check has
      }
      case EXPR -> members.set("expr", expression());
    }
    return schema;
  }

  private static void answer(ObjectNode members) {
    members.set("expect", expression());
    members.set("unit", oneOf(TimeUnit.labels()));
    members.set("tolerance", tolerance());
    members.set("order", oneOf(List.of("SAME", "ANY")));
    members.set("partial", oneOf(Members.names(Partial.class)));
    members.set("choices", list(text(1, 200), 2, AnswerReading.MOST_CHOICES));
    ObjectNode misconception = JSON.objectNode();
    ObjectNode inner = object(misconception, List.of("when", "hint"));
    inner.set("when", expression());
    inner.set("hint", text(1, 1000));
    inner.set("credit", decimal(1, "0.01"));
    members.set("misconceptions", list(misconception, 0, AnswerReading.MOST_MISCONCEPTIONS));
  }

  private static void fieldEquals(ObjectNode members) {
    members.set("segment", whole(0, 100_000));
    members.set("field", oneOf(SegmentField.labels()));
    ArrayNode either = members.putObject("expect").putArray("anyOf");
    ArrayNode types = either.addObject().putArray("type");
    types.add("integer").add("string").add("boolean").add("null");
    either.add(list(JSON.objectNode().put("type", "string"), 0, CheckReading.MOST_EXPECTED));
    ObjectNode other = either.addObject();
    ObjectNode inner = object(other, List.of("segment", "field"));
    inner.set("segment", whole(0, 100_000));
    inner.set("field", oneOf(SegmentField.labels()));
    inner.set("plus", whole(-0xffff_ffffL, 0xffff_ffffL));
  }

  private static ObjectNode object(ObjectNode schema, List<String> required) {
    schema.put("type", "object").put("additionalProperties", false);
    ArrayNode names = schema.putArray("required");
    required.forEach(names::add);
    return schema.putObject("properties");
  }

  private static ObjectNode id() {
    return text(1, RubricReading.LONGEST_ID).put("pattern", ID);
  }

  private static ObjectNode text(int least, int most) {
    return JSON.objectNode().put("type", "string").put("minLength", least).put("maxLength", most);
  }

  private static ObjectNode expression() {
    return text(1, 300).put("description", "CEL over the trace.");
  }

  private static ObjectNode oneOf(List<String> names) {
    ObjectNode schema = JSON.objectNode();
    ArrayNode choices = schema.putArray("enum");
    names.forEach(choices::add);
    return schema;
  }

  private static ObjectNode whole(long least, long most) {
    return JSON.objectNode().put("type", "integer").put("minimum", least).put("maximum", most);
  }

  private static ObjectNode decimal(int most, String step) {
    return JSON.objectNode()
        .put("type", "number")
        .put("minimum", 0)
        .put("maximum", most)
        .put("multipleOf", new java.math.BigDecimal(step));
  }

  private static ObjectNode milliseconds() {
    return JSON.objectNode()
        .put("type", "number")
        .put("minimum", 0)
        .put("maximum", CheckReading.MOST_MS);
  }

  private static ObjectNode tolerance() {
    ObjectNode schema = JSON.objectNode();
    ObjectNode members = object(schema, List.of());
    members.set("simulatedMs", milliseconds());
    members.set("realMs", milliseconds());
    return schema;
  }

  private static ObjectNode list(ObjectNode each, int least, int most) {
    ObjectNode schema = JSON.objectNode();
    schema.put("type", "array").put("minItems", least).put("maxItems", most);
    schema.set("items", each);
    return schema;
  }
}
