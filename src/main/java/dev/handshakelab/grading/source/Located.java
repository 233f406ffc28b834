package dev.handshakelab.grading.source;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A document as a tree in which every value knows where it stands.
 *
 * @param tree objects, arrays, strings, exact numbers, truth values and null
 * @param places by JSON pointer (RFC 6901): where each member's name, or else the value, begins
 * @param contents by JSON pointer: where the first character of each value is, behind a quote
 */
public record Located(JsonNode tree, Map<String, Place> places, Map<String, Place> contents) {
  public Located {
    places = Map.copyOf(places);
    contents = Map.copyOf(contents);
  }

  /** Where a pointer leads; of what is not there, where it should be: what would hold it. */
  public Place place(String pointer) {
    return nearest(places, pointer);
  }

  /** Where the text of a value begins. */
  public Place content(String pointer) {
    return nearest(contents, pointer);
  }

  /** The part that a pointer leads to, as a document of its own; places stay those of the whole. */
  public Located below(String pointer) {
    return new Located(tree.at(pointer), below(places, pointer), below(contents, pointer));
  }

  private static Map<String, Place> below(Map<String, Place> known, String pointer) {
    Map<String, Place> inner = new HashMap<>();
    known.forEach((at, place) -> {
      if (at.equals(pointer) || at.startsWith(pointer + "/")) {
        inner.put(at.substring(pointer.length()), place);
      }
    });
    return inner;
  }

  private static Place nearest(Map<String, Place> known, String pointer) {
    String at = pointer;
    while (true) {
      Place place = known.get(at);
      if (place != null) {
        return place;
      }
      int slash = at.lastIndexOf('/');
      if (slash < 0) {
        return Place.START;
      }
      at = at.substring(0, slash);
    }
  }
}
