package dev.handshakelab.api.document;

import dev.handshakelab.api.HttpLimits;
import dev.handshakelab.api.document.Operation.In;
import dev.handshakelab.api.document.Operation.Parameter;
import dev.handshakelab.history.Session;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The parameters that several operations have in common. */
final class Parameters {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Parameters() {}

  static Parameter sessionId() {
    return new Parameter(
        In.PATH, "id", "The session's id.", string().put("format", "uuid"), Examples.SESSION_ID);
  }

  static Parameter named(String name, String description, String example) {
    return new Parameter(In.PATH, name, description, string(), example);
  }

  static Parameter[] paging(HttpLimits limits) {
    ObjectNode limit = whole(1, limits.maxPage()).put("default", limits.defaultPage());
    return new Parameter[] {
      new Parameter(In.QUERY, "limit", "How many items at most.", limit, 2),
      new Parameter(
          In.QUERY,
          "after",
          "The cursor that the page before ended with (`next`), for the page after it.",
          string(),
          Examples.CURSOR)
    };
  }

  /** The filters over sessions, for lists and for figures. */
  static Parameter[] sessionFilters() {
    return new Parameter[] {
      query("mode", "Only sessions of this mode.", oneOf(Mode.values()), "SIMULATED"),
      query("scenario", "Only sessions of this scenario.", string(), "basic-three-way-handshake"),
      query("outcome", "Only sessions that ended so.", oneOf(Outcome.values()), "ESTABLISHED"),
      query("status", "Only sessions that stand so.", oneOf(Session.Status.values()), "COMPLETED"),
      query(
          "label.{name}",
          "Only sessions with this label; may be given for several names, all of which must match.",
          string(),
          "net101"),
      query(
          "createdFrom",
          "Only sessions created at this instant or later.",
          instant(),
          "2026-11-22T09:00:00Z"),
      query(
          "createdTo",
          "Only sessions created before this instant.",
          instant(),
          "2026-11-22T10:00:00Z")
    };
  }

  static Parameter connection() {
    return query("connection", "Only what is of this connection.", whole(1, Integer.MAX_VALUE), 1);
  }

  static Parameter party(String name, String description) {
    return query(name, description, oneOf(Party.values()), "CLIENT");
  }

  static Parameter query(String name, String description, ObjectNode schema, Object example) {
    return new Parameter(In.QUERY, name, description, schema, example);
  }

  static Parameter header(String name, String description, ObjectNode schema, Object example) {
    return new Parameter(In.HEADER, name, description, schema, example);
  }

  static ObjectNode string() {
    return JSON.objectNode().put("type", "string");
  }

  static ObjectNode truth() {
    return JSON.objectNode().put("type", "boolean");
  }

  static ObjectNode instant() {
    return string().put("format", "date-time");
  }

  static ObjectNode whole(long least, long most) {
    return JSON.objectNode()
        .put("type", "integer")
        .put("format", most > Integer.MAX_VALUE ? "int64" : "int32")
        .put("minimum", least)
        .put("maximum", most);
  }

  static ObjectNode oneOf(Enum<?>... constants) {
    return oneOf(Stream.of(constants).map(Enum::name).toList());
  }

  static ObjectNode oneOf(List<String> names) {
    ObjectNode schema = string();
    ArrayNode choices = schema.putArray("enum");
    names.forEach(choices::add);
    return schema;
  }
}
