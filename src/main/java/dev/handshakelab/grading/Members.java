package dev.handshakelab.grading;

import dev.handshakelab.grading.source.Pointers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The members of one object, asked for one by one. What is not as it should be is written down and
 * read as absent, so that reading goes on and finds the rest; {@link #refuseOthers} then refuses
 * what nobody asked for.
 */
public final class Members {
  private final JsonNode object;
  private final String pointer;
  private final Flaws flaws;
  private final Set<String> known = new TreeSet<>();

  public Members(JsonNode object, String pointer, Flaws flaws) {
    this.object = object;
    this.pointer = pointer;
    this.flaws = flaws;
  }

  /** These members, if it is an object; else that is a flaw. */
  public static @Nullable Members of(JsonNode node, String pointer, Flaws flaws) {
    if (node.isObject()) {
      return new Members(node, pointer, flaws);
    }
    flaws.add(pointer, "must be an object, not " + inWords(node));
    return null;
  }

  public String pointer(String name) {
    return Pointers.member(pointer, name);
  }

  public boolean has(String name) {
    known.add(name);
    return object.has(name);
  }

  /** The value as it is; null when it is not there. */
  public @Nullable JsonNode any(String name) {
    known.add(name);
    return object.get(name);
  }

  /** The value as it is; when it is not there, that is a flaw. */
  public @Nullable JsonNode required(String name, String wanted) {
    JsonNode value = any(name);
    if (value == null) {
      flaws.add(pointer(name), "\"" + name + "\" is missing: it must be " + wanted);
    }
    return value;
  }

  /** A string of {@code least}…{@code most} characters. */
  public @Nullable String text(String name, int least, int most) {
    return text(any(name), name, least, most);
  }

  public @Nullable String requiredText(String name, int least, int most) {
    return text(required(name, "a string"), name, least, most);
  }

  private @Nullable String text(@Nullable JsonNode value, String name, int least, int most) {
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      wrong(name, "must be a string, not " + inWords(value));
      return null;
    }
    String text = value.asString();
    int length = text.codePointCount(0, text.length());
    if (length < least || length > most) {
      wrong(name, "must have " + least + " to " + most + " characters, not " + length);
      return null;
    }
    if (text.codePoints().anyMatch(Members::cannotBeKept)) {
      wrong(name, "must have no control characters but line breaks and tabs");
      return null;
    }
    return text;
  }

  private static boolean cannotBeKept(int codePoint) {
    return codePoint < ' ' && codePoint != '\n' && codePoint != '\t' && codePoint != '\r'
        || codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  public @Nullable String requiredMatch(String name, Pattern pattern, int most) {
    String text = requiredText(name, 1, most);
    if (text != null && !pattern.matcher(text).matches()) {
      wrong(name, "must match " + pattern);
      return null;
    }
    return text;
  }

  /** One of these names. */
  public @Nullable String choice(String name, List<String> names) {
    return choice(any(name), name, names);
  }

  public @Nullable String requiredChoice(String name, List<String> names) {
    return choice(required(name, "one of " + String.join(", ", names)), name, names);
  }

  private @Nullable String choice(@Nullable JsonNode value, String name, List<String> names) {
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      wrong(name, "must be one of " + String.join(", ", names) + ", not " + inWords(value));
      return null;
    }
    if (!names.contains(value.asString())) {
      wrong(
          name,
          "there is no \""
              + shortened(value.asString())
              + "\""
              + Flaws.didYouMean(value.asString(), names));
      return null;
    }
    return value.asString();
  }

  public <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
    String chosen = choice(name, names(type));
    return chosen == null ? otherwise : Enum.valueOf(type, chosen);
  }

  public <E extends Enum<E>> @Nullable E requiredChoice(String name, Class<E> type) {
    String chosen = requiredChoice(name, names(type));
    return chosen == null ? null : Enum.valueOf(type, chosen);
  }

  static <E extends Enum<E>> List<String> names(Class<E> type) {
    return List.of(type.getEnumConstants()).stream().map(Enum::name).toList();
  }

  /** A number from 0 to {@code most} with at most so many decimals. */
  public @Nullable BigDecimal decimal(String name, int most, int decimals) {
    return decimal(any(name), name, most, decimals);
  }

  public @Nullable BigDecimal requiredDecimal(String name, int most, int decimals) {
    return decimal(required(name, "a number, 0…" + most), name, most, decimals);
  }

  private @Nullable BigDecimal decimal(
      @Nullable JsonNode value, String name, int most, int decimals) {
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      wrong(name, "must be a number, not " + inWords(value));
      return null;
    }
    BigDecimal number = value.decimalValue();
    if (number.signum() < 0 || number.compareTo(BigDecimal.valueOf(most)) > 0) {
      wrong(name, "must be between 0 and " + most);
      return null;
    }
    if (number.stripTrailingZeros().scale() > decimals) {
      wrong(name, "must have at most " + decimals + " decimals");
      return null;
    }
    return number;
  }

  /** A whole number. */
  public @Nullable Long requiredWhole(String name, long least, long most) {
    return whole(required(name, "a whole number, " + least + "…" + most), name, least, most);
  }

  public @Nullable Long whole(String name, long least, long most) {
    return whole(any(name), name, least, most);
  }

  private @Nullable Long whole(@Nullable JsonNode value, String name, long least, long most) {
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber()) {
      wrong(name, "must be a whole number, not " + inWords(value));
      return null;
    }
    BigDecimal number = value.decimalValue();
    if (number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(most)) > 0) {
      wrong(name, "must be between " + least + " and " + most);
      return null;
    }
    return number.longValue();
  }

  /**
   * A list; of its items those that could be read.
   *
   * @param read gets an item and its pointer, and answers null when it wrote a flaw down
   */
  public <T> List<T> items(
      String name, int least, int most, BiFunction<JsonNode, String, @Nullable T> read) {
    JsonNode value = required(name, "a list");
    List<T> items = new ArrayList<>();
    if (value == null) {
      return items;
    }
    if (!value.isArray()) {
      flaws.add(pointer(name), "must be a list, not " + inWords(value));
      return items;
    }
    if (value.size() < least || value.size() > most) {
      flaws.add(
          pointer(name), "must have " + least + " to " + most + " items, not " + value.size());
    }
    for (int i = 0; i < Math.min(value.size(), most); i++) {
      T item = read.apply(value.get(i), Pointers.item(pointer(name), i));
      if (item != null) {
        items.add(item);
      }
    }
    return items;
  }

  /** To be called when everything that is known was asked for. */
  public void refuseOthers() {
    for (String name : object.propertyNames()) {
      if (!known.contains(name)) {
        flaws.add(
            pointer(name),
            "there is no member \"" + shortened(name) + "\"" + Flaws.didYouMean(name, left()));
      }
    }
  }

  /** The names that were not used: what else can have been meant. */
  private Set<String> left() {
    Set<String> left = new TreeSet<>(known);
    left.removeAll(new HashSet<>(object.propertyNames()));
    return left.isEmpty() ? known : left;
  }

  private void wrong(String name, String detail) {
    flaws.add(pointer(name), detail);
  }

  static String shortened(String text) {
    int most = 60;
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }

  static String inWords(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case BOOLEAN -> value.toString();
      case NUMBER -> value.isIntegralNumber() ? "a whole number" : "a number with a fraction";
      case STRING -> "a string";
      case NULL -> "null";
      case BINARY, MISSING, POJO -> "nothing";
    };
  }
}
