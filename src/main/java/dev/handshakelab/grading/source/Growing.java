package dev.handshakelab.grading.source;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A located tree while it is read, and the bounds that keep a hostile document small. */
final class Growing {
  static final int MOST_DEPTH = 32;
  static final int MOST_VALUES = 20_000;

  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Place> contents = new HashMap<>();

  /** A value begins; its name, if it has one, was placed before. */
  void value(String pointer, int depth, Place begins, Place content) throws Unreadable {
    places.putIfAbsent(pointer, begins);
    contents.put(pointer, content);
    if (depth > MOST_DEPTH) {
      throw new Unreadable(begins, "is nested deeper than " + MOST_DEPTH + " levels");
    }
    if (contents.size() > MOST_VALUES) {
      throw new Unreadable(begins, "there are more than " + MOST_VALUES + " values");
    }
  }

  /** A member's name; returns the pointer of the member. */
  String name(String pointer, ObjectNode object, String name, Place place) throws Unreadable {
    if (object.has(name)) {
      throw new Unreadable(place, "\"" + name + "\" stands here for the second time");
    }
    String member = Pointers.member(pointer, name);
    places.put(member, place);
    return member;
  }

  Located finished(JsonNode tree) {
    return new Located(tree, places, contents);
  }
}
