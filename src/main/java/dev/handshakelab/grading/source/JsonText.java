package dev.handshakelab.grading.source;

import dev.handshakelab.wire.Octets;
import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON (RFC 8259) token by token, noting where each stands. */
final class JsonText {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int LONGEST_NUMBER = 100;
  private static final int MOST_EXPONENT = 1000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNumberLength(LONGEST_NUMBER)
                          .maxNestingDepth(Growing.MOST_DEPTH + 1)
                          .build())
                  .build())
          .build();

  private final JsonParser in;
  private final Growing growing = new Growing();

  private JsonText(JsonParser in) {
    this.in = in;
  }

  static Located read(Octets text) throws Unreadable {
    try (JsonParser in = MAPPER.createParser(text.toArray())) {
      if (in.nextToken() == null) {
        throw new Unreadable(Place.START, "it is empty");
      }
      JsonText reader = new JsonText(in);
      JsonNode tree = reader.value("", 0);
      if (in.nextToken() != null) {
        throw new Unreadable(reader.here(), "nothing may follow the value");
      }
      return reader.growing.finished(tree);
    } catch (JacksonException wrong) {
      throw new Unreadable(place(wrong.getLocation()), JsonFault.told(wrong));
    }
  }

  private JsonNode value(String pointer, int depth) throws Unreadable {
    JsonToken token = in.currentToken();
    Place begins = here();
    growing.value(
        pointer,
        depth,
        begins,
        token == JsonToken.VALUE_STRING ? new Place(begins.line(), begins.column() + 1) : begins);
    return switch (token) {
      case START_OBJECT -> object(pointer, depth);
      case START_ARRAY -> array(pointer, depth);
      case VALUE_STRING -> JSON.stringNode(in.getString());
      case VALUE_NUMBER_INT -> whole(in.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> decimal(new BigDecimal(in.getString()), begins);
      case VALUE_TRUE -> JSON.booleanNode(true);
      case VALUE_FALSE -> JSON.booleanNode(false);
      case VALUE_NULL -> JSON.nullNode();
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new Unreadable(begins, "no value begins here");
    };
  }

  /** Written out, a number like 1e999999999 would fill the memory. */
  private static JsonNode decimal(BigDecimal number, Place place) throws Unreadable {
    if (Math.abs((long) number.scale()) > MOST_EXPONENT) {
      throw new Unreadable(place, "the exponent is beyond ±" + MOST_EXPONENT);
    }
    return JSON.numberNode(number);
  }

  static JsonNode whole(BigInteger number) {
    return number.bitLength() < Long.SIZE
        ? JSON.numberNode(number.longValue())
        : JSON.numberNode(number);
  }

  private ObjectNode object(String pointer, int depth) throws Unreadable {
    ObjectNode object = JSON.objectNode();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      String member = growing.name(pointer, object, name, here());
      in.nextToken();
      object.set(name, value(member, depth + 1));
    }
    return object;
  }

  private ArrayNode array(String pointer, int depth) throws Unreadable {
    ArrayNode array = JSON.arrayNode();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(Pointers.item(pointer, array.size()), depth + 1));
    }
    return array;
  }

  private Place here() {
    return place(in.currentTokenLocation());
  }

  private static Place place(TokenStreamLocation location) {
    return location == null || location.getLineNr() < 1
        ? Place.START
        : new Place(location.getLineNr(), Math.max(1, location.getColumnNr()));
  }
}
