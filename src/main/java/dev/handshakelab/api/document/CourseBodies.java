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
    members
        .putObject("id")
        .put("type", "string")
        .put("pattern", "^" + Assignment.ID.pattern() + "$")
        .put("description", "Names it in URLs.");
    ObjectNode rubric = object(members.putObject("rubric"), "id", "version");
    rubric.putObject("id").put("type", "string");
    rubric
        .putObject("version")
        .put("type", "integer")
        .put("minimum", 1)
        .put("maximum", AssignmentBodies.MOST_VERSIONS);
    ObjectNode variant = object(members.putObject("variant"));
    names(variant.putObject("mode"), Assignment.Variants.values())
        .put("description", "Who gets which session. Default: `PER_SUBJECT`.");
    changeable(members, " Default: the rubric's.");
    return whole(members, "id", "rubric");
  }

  static ObjectNode change() {
    ObjectNode members = members();
    changeable(members, "");
    return whole(members);
  }

  private static void changeable(ObjectNode members, String titleDefault) {
    members
        .putObject("title")
        .put("type", "string")
        .put("minLength", 1)
        .put("maxLength", AssignmentBodies.LONGEST_TITLE)
        .put("description", "For people." + titleDefault);
    ObjectNode attempts = object(members.putObject("attempts"));
    ObjectNode max = attempts.putObject("max");
    max.putArray("type").add("integer").add("null");
    max.put("minimum", 1)
        .put("maximum", AssignmentBodies.MOST_ATTEMPTS)
        .put("description", "Attempts that count; null for any number.");
    attempts
        .putObject("cooldownSeconds")
        .put("type", "integer")
        .put("minimum", 0)
        .put("maximum", AssignmentBodies.LONGEST_COOLDOWN_SECONDS)
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
    members
        .putObject("subject")
        .put("type", "string")
        .put("pattern", "^" + Assignment.SUBJECT.pattern() + "$")
        .put("description", "Who hands in, by a pseudonym. A student's token says it by itself.");
    members
        .putObject("answers")
        .put("type", "object")
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
    return whole(members);
  }

  static ObjectNode mark() {
    ObjectNode members = members();
    members
        .putObject("points")
        .put("type", "number")
        .put("minimum", 0)
        .put("maximum", 1000)
        .put("description", "At most two decimals, and at most what the check is worth.");
    members
        .putObject("comment")
        .put("type", "string")
        .put("minLength", 1)
        .put("maxLength", MarkBody.LONGEST_COMMENT)
        .put("description", "For the student.");
    return whole(members, "points");
  }

  static ObjectNode regrade() {
    ObjectNode members = members();
    members
        .putObject("rubricVersion")
        .put("type", "integer")
        .put("minimum", 1)
        .put("maximum", AssignmentBodies.MOST_VERSIONS)
        .put("description", "Default: the assignment's.");
    members
        .putObject("dryRun")
        .put("type", "boolean")
        .put("description", "Whether only to say what would change. Default: `true`.");
    members
        .putObject("allowLower")
        .put("type", "boolean")
        .put("description", "Whether somebody may get fewer points. Default: `false`.");
    return whole(members);
  }

  private static ObjectNode members() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode whole(ObjectNode members, String... required) {
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
