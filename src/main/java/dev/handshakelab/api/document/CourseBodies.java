package dev.handshakelab.api.document;

import dev.handshakelab.api.input.AssignmentBodies;
import dev.handshakelab.api.input.HandInBody;
import dev.handshakelab.api.input.MarkBody;
import dev.handshakelab.course.Assignment;
import dev.handshakelab.course.AttemptPolicy;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON schemas of what is sent for courses, with the bounds that it is checked against. */
final class CourseBodies {
  private CourseBodies() {}

  static ObjectNode assignment() {
    ObjectNode members = members();
    member(members, "id", "string")
        .put("pattern", "^" + Assignment.ID.pattern() + "$")
        .put("description", "Names it in URLs.");
    ObjectNode rubric = object(members.putObject("rubric"), "id", "version");
    member(rubric, "id", "string");
    whole(rubric, "version", 1, AssignmentBodies.MOST_VERSIONS);
    ObjectNode variant = object(members.putObject("variant"));
    names(variant.putObject("mode"), Assignment.Variants.values())
        .put("description", "Who gets which session. Default: `PER_SUBJECT`.");
    changeable(members, " Default: the rubric's.");
    return only(members, "id", "rubric");
  }

  static ObjectNode change() {
    ObjectNode members = members();
    changeable(members, "");
    return only(members);
  }

  private static void changeable(ObjectNode members, String titleDefault) {
    member(members, "title", "string")
        .put("minLength", 1)
        .put("maxLength", AssignmentBodies.LONGEST_TITLE)
        .put("description", "For people." + titleDefault);
    ObjectNode attempts = object(members.putObject("attempts"));
    ObjectNode max = attempts.putObject("max");
    max.putArray("type").add("integer").add("null");
    max.put("minimum", 1)
        .put("maximum", AssignmentBodies.MOST_ATTEMPTS)
        .put("description", "Attempts that count; null for any number.");
    whole(attempts, "cooldownSeconds", 0, AssignmentBodies.LONGEST_COOLDOWN_SECONDS)
        .put("description", "From an attempt that counts to the next.");
    names(attempts.putObject("keep"), AttemptPolicy.Keep.values())
        .put("description", "Which one the gradebook shows.");
    ObjectNode release = members.putObject("releaseAt");
    release.putArray("type").add("string").add("null");
    release
        .put("format", "date-time")
        .put("description", "From when what is visible after release is shown; null for at once.");
  }

  static ObjectNode handIn() {
    ObjectNode members = members();
    member(members, "subject", "string")
        .put("pattern", "^" + Assignment.SUBJECT.pattern() + "$")
        .put("description", "Who hands in, by a pseudonym. A student's token says it by itself.");
    member(members, "answers", "object")
        .put("description", "By the ids of the questions: numbers, strings, or lists of these.")
        .put("additionalProperties", true);
    ObjectNode sessions = members.putObject("sessions");
    sessions
        .put("type", "array")
        .put("maxItems", HandInBody.MOST_SESSIONS)
        .put(
            "description",
            "A session of the subject's own, where the rubric runs none. Else the one that was"
                + " handed out is graded, and no other.");
    sessions.putObject("items").put("type", "string").put("format", "uuid");
    return only(members);
  }

  static ObjectNode mark() {
    ObjectNode members = members();
    member(members, "points", "number")
        .put("minimum", 0)
        .put("maximum", 1000)
        .put("description", "At most two decimals, and at most what the check is worth.");
    member(members, "comment", "string")
        .put("minLength", 1)
        .put("maxLength", MarkBody.LONGEST_COMMENT)
        .put("description", "For the student.");
    return only(members, "points");
  }

  static ObjectNode regrade() {
    ObjectNode members = members();
    whole(members, "rubricVersion", 1, AssignmentBodies.MOST_VERSIONS)
        .put("description", "Default: the assignment's.");
    member(members, "dryRun", "boolean")
        .put("description", "Whether only to say what would change. Default: `true`.");
    member(members, "allowLower", "boolean")
        .put("description", "Whether somebody may get fewer points. Default: `false`.");
    return only(members);
  }

  private static ObjectNode member(ObjectNode members, String name, String type) {
    return members.putObject(name).put("type", type);
  }

  private static ObjectNode whole(ObjectNode members, String name, int least, int most) {
    return member(members, name, "integer").put("minimum", least).put("maximum", most);
  }

  private static ObjectNode members() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode only(ObjectNode members, String... required) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    object(schema, required).setAll(members);
    return schema;
  }

  /** Makes it an object with no members but those that are put into what is returned. */
  private static ObjectNode object(ObjectNode schema, String... required) {
    schema.put("type", "object").put("additionalProperties", false);
    if (required.length > 0) {
      ArrayNode names = schema.putArray("required");
      List.of(required).forEach(names::add);
    }
    return schema.putObject("properties");
  }

  private static ObjectNode names(ObjectNode schema, Enum<?>... constants) {
    ArrayNode names = schema.put("type", "string").putArray("enum");
    Stream.of(constants).map(Enum::name).forEach(names::add);
    return schema;
  }
}
