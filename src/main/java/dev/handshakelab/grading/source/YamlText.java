package dev.handshakelab.grading.source;

import dev.handshakelab.wire.Octets;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads YAML event by event into what JSON can say, noting where each value stands. Plain scalars
 * mean what the core schema of YAML 1.2 (§10.3) makes of them, so {@code no} and {@code 1:30} are
 * text. Anchors, aliases and tags are refused: a rubric needs none, and aliases can make a short
 * text a huge tree.
 */
final class YamlText {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,100}");
  private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]{1,100}");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]{1,50}|[0-9]{1,50}(\\.[0-9]{0,50})?)([eE][-+]?[0-9]{1,3})?");

  private final Iterator<Event> events;
  private final Growing growing = new Growing();

  private YamlText(Iterator<Event> events) {
    this.events = events;
  }

  static Located read(Octets text) throws Unreadable {
    LoaderOptions options = new LoaderOptions();
    options.setProcessComments(false);
    Yaml yaml = new Yaml(new SafeConstructor(options));
    var in =
        new InputStreamReader(new ByteArrayInputStream(text.toArray()), StandardCharsets.UTF_8);
    try {
      return new YamlText(yaml.parse(in).iterator()).document();
    } catch (MarkedYAMLException wrong) {
      String why = wrong.getProblem() == null ? wrong.toString() : wrong.getProblem();
      throw new Unreadable(place(wrong.getProblemMark()), why);
    } catch (YAMLException wrong) {
      throw new Unreadable(Place.START, String.valueOf(wrong.getMessage()));
    }
  }

  private Located document() throws Unreadable {
    Event event = events.next();
    while (event.is(Event.ID.StreamStart) || event.is(Event.ID.DocumentStart)) {
      event = events.next();
    }
    if (event.is(Event.ID.StreamEnd)) {
      throw new Unreadable(Place.START, "it is empty");
    }
    JsonNode tree = value(event, "", 0);
    while (events.hasNext()) {
      Event after = events.next();
      if (after.is(Event.ID.DocumentStart)) {
        throw new Unreadable(place(after.getStartMark()), "a second document begins here");
      }
    }
    return growing.finished(tree);
  }

  private JsonNode value(Event event, String pointer, int depth) throws Unreadable {
    Place begins = place(event.getStartMark());
    refuseReferences(event, begins);
    growing.value(pointer, depth, begins, contentOf(event, begins));
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case CollectionStartEvent start when start.is(Event.ID.MappingStart) ->
          mapping(pointer, depth);
      case CollectionStartEvent _ -> sequence(pointer, depth);
      default -> throw new Unreadable(begins, "no value begins here");
    };
  }

  private static void refuseReferences(Event event, Place begins) throws Unreadable {
    if (event instanceof AliasEvent alias) {
      throw new Unreadable(
          begins, "*" + alias.getAnchor() + ": aliases are not read; write the value out");
    }
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      throw new Unreadable(begins, "&" + node.getAnchor() + ": anchors are not read; leave it out");
    }
    @Nullable String tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent collection -> collection.getTag();
          default -> null;
        };
    if (tag != null) {
      throw new Unreadable(begins, tag + ": tags are not read; leave it out");
    }
  }

  private static Place contentOf(Event event, Place begins) {
    boolean quoted =
        event instanceof ScalarEvent scalar
            && (scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
                || scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED);
    return quoted ? new Place(begins.line(), begins.column() + 1) : begins;
  }

  private ObjectNode mapping(String pointer, int depth) throws Unreadable {
    ObjectNode object = JSON.objectNode();
    for (Event event = events.next(); !event.is(Event.ID.MappingEnd); event = events.next()) {
      Place place = place(event.getStartMark());
      refuseReferences(event, place);
      if (!(event instanceof ScalarEvent key)) {
        throw new Unreadable(place, "the name of a member must be a word");
      }
      String member = growing.name(pointer, object, key.getValue(), place);
      object.set(key.getValue(), value(events.next(), member, depth + 1));
    }
    return object;
  }

  private ArrayNode sequence(String pointer, int depth) throws Unreadable {
    ArrayNode array = JSON.arrayNode();
    for (Event event = events.next(); !event.is(Event.ID.SequenceEnd); event = events.next()) {
      array.add(value(event, Pointers.item(pointer, array.size()), depth + 1));
    }
    return array;
  }

  private static JsonNode scalar(ScalarEvent scalar) {
    String text = scalar.getValue();
    if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
      return JSON.stringNode(text);
    }
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> JSON.nullNode();
      case "true", "True", "TRUE" -> JSON.booleanNode(true);
      case "false", "False", "FALSE" -> JSON.booleanNode(false);
      default -> numberOrText(text);
    };
  }

  private static JsonNode numberOrText(String text) {
    if (WHOLE.matcher(text).matches()) {
      return JsonText.whole(new BigInteger(text.startsWith("+") ? text.substring(1) : text));
    }
    if (HEX.matcher(text).matches()) {
      return JsonText.whole(new BigInteger(text.substring(2), 16));
    }
    if (DECIMAL.matcher(text).matches()) {
      return JSON.numberNode(new BigDecimal(text));
    }
    return JSON.stringNode(text);
  }

  private static Place place(@Nullable Mark mark) {
    return mark == null ? Place.START : new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
