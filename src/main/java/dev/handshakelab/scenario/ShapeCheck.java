package dev.handshakelab.scenario;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares what was sent with the shape it should have and collects everything that is wrong, each
 * with its pointer: unknown members, wrong types, bad ranges. Nothing is coerced; {@code 1.0} is
 * the whole number 1, as it is to JSON Schema.
 */
final class ShapeCheck {
  /** More than anybody reads; what a hostile body of a megabyte gets back stays bounded. */
  static final int MOST_PROBLEMS = 1000;

  private final List<Problem> problems = new ArrayList<>();

  private ShapeCheck() {}

  static List<Problem> problems(JsonNode sent, Shape shape) {
    var check = new ShapeCheck();
    check.check(sent, shape, "");
    if (check.problems.size() > MOST_PROBLEMS) {
      List<Problem> first = new ArrayList<>(check.problems.subList(0, MOST_PROBLEMS));
      first.add(
          new Problem("", "has more than " + MOST_PROBLEMS + " faults; the rest is not listed"));
      return first;
    }
    return check.problems;
  }

  private void check(JsonNode sent, Shape shape, String pointer) {
    if (problems.size() > MOST_PROBLEMS) {
      return;
    }
    switch (shape) {
      case Shape.OrNull(Shape other) -> {
        if (!sent.isNull()) {
          check(sent, other, pointer);
        }
      }
      case Shape.Truth _ -> {
        if (!sent.isBoolean()) {
          wrongType(sent, shape, pointer);
        }
      }
      case Shape.Whole whole -> whole(sent, whole, pointer);
      case Shape.Decimal number -> number(sent, number, pointer);
      case Shape.Text text -> {
        if (sent.isString()) {
          text(sent.asString(), text, pointer);
        } else {
          wrongType(sent, shape, pointer);
        }
      }
      case Shape.Choice(List<String> names) -> {
        if (!sent.isString()) {
          wrongType(sent, shape, pointer);
        } else if (!names.contains(sent.asString())) {
          fault(pointer, "must be one of " + shape.words() + didYouMean(sent.asString(), names));
        }
      }
      case Shape.Items items -> items(sent, items, pointer);
      case Shape.Table table -> table(sent, table, pointer);
      case Shape.Group group -> group(sent, group, pointer);
      case Shape.WordOr(String word, Shape.Group group) -> {
        if (sent.isObject()) {
          group(sent, group, pointer);
        } else if (!sent.isString() || !sent.asString().equals(word)) {
          fault(pointer, "must be \"" + word + "\" or an object with " + names(group));
        }
      }
    }
  }

  private void whole(JsonNode sent, Shape.Whole shape, String pointer) {
    if (!sent.isNumber()) {
      wrongType(sent, shape, pointer);
      return;
    }
    BigDecimal value = exact(sent);
    if (value != null && value.stripTrailingZeros().scale() > 0) {
      fault(pointer, "must be a whole number, not one with a fraction");
    } else if (value == null
        || value.compareTo(BigDecimal.valueOf(shape.least())) < 0
        || value.compareTo(BigDecimal.valueOf(shape.most())) > 0) {
      fault(pointer, "must be between " + shape.least() + " and " + shape.most());
    }
  }

  private void number(JsonNode sent, Shape.Decimal shape, String pointer) {
    if (!sent.isNumber()) {
      wrongType(sent, shape, pointer);
      return;
    }
    BigDecimal value = exact(sent);
    if (value == null || value.compareTo(shape.least()) < 0 || value.compareTo(shape.most()) > 0) {
      fault(
          pointer,
          "must be between "
              + shape.least().toPlainString()
              + " and "
              + shape.most().toPlainString());
    } else if (value.stripTrailingZeros().scale() > shape.decimals()) {
      fault(pointer, "must have at most " + shape.decimals() + " decimals");
    }
  }

  /** The number as it was written; null for what overflowed a double while it was parsed. */
  private static @Nullable BigDecimal exact(JsonNode number) {
    if (number.isFloat() || number.isDouble()) {
      double value = number.doubleValue();
      return Double.isFinite(value) ? BigDecimal.valueOf(value) : null;
    }
    return number.decimalValue();
  }

  private void text(String sent, Shape.Text shape, String pointer) {
    int length = sent.codePointCount(0, sent.length());
    if (length < shape.least() || length > shape.most()) {
      fault(pointer, "must have " + shape.least() + " to " + shape.most() + " characters");
    } else if (sent.codePoints().anyMatch(ShapeCheck::cannotBeKept)) {
      fault(pointer, "must not contain U+0000 or half a surrogate pair, which cannot be stored");
    }
  }

  private static boolean cannotBeKept(int codePoint) {
    return codePoint == 0
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }

  private void items(JsonNode sent, Shape.Items shape, String pointer) {
    if (!sent.isArray()) {
      wrongType(sent, shape, pointer);
      return;
    }
    if (sent.size() > shape.most()) {
      fault(pointer, "must have at most " + shape.most() + " items, not " + sent.size());
      return;
    }
    for (int i = 0; i < sent.size(); i++) {
      check(sent.get(i), shape.each(), pointer + "/" + i);
    }
  }

  private void table(JsonNode sent, Shape.Table shape, String pointer) {
    if (!sent.isObject()) {
      wrongType(sent, shape, pointer);
      return;
    }
    if (sent.size() > shape.most()) {
      fault(pointer, "must have at most " + shape.most() + " members, not " + sent.size());
      return;
    }
    for (Map.Entry<String, JsonNode> entry : sent.properties()) {
      String at = below(pointer, entry.getKey());
      if (!shape.name().matcher(entry.getKey()).matches()) {
        fault(at, "its name must match " + shape.name());
      }
      check(entry.getValue(), shape.each(), at);
    }
  }

  private void group(JsonNode sent, Shape.Group shape, String pointer) {
    if (!sent.isObject()) {
      wrongType(sent, shape, pointer);
      return;
    }
    Set<String> known = new HashSet<>();
    for (Member member : shape.members()) {
      known.add(member.name());
      JsonNode value = sent.get(member.name());
      if (value != null) {
        check(value, member.shape(), below(pointer, member.name()));
      } else if (member.required()) {
        fault(below(pointer, member.name()), "is missing: it must be " + member.shape().words());
      }
    }
    for (String name : sent.propertyNames()) {
      if (!known.contains(name)) {
        String meant = didYouMean(name, names(shape));
        fault(
            below(pointer, name),
            "no such member" + (meant.isEmpty() ? "; there are " + names(shape) : meant));
      }
    }
  }

  private static List<String> names(Shape.Group group) {
    return group.members().stream().map(Member::name).toList();
  }

  private static String didYouMean(String meant, List<String> names) {
    return Suggestions.nearest(meant, names)
        .map(name -> "; did you mean \"" + name + "\"?")
        .orElse("");
  }

  private void wrongType(JsonNode sent, Shape shape, String pointer) {
    fault(pointer, "must be " + wanted(shape) + ", not " + type(sent));
  }

  private static String wanted(Shape shape) {
    return switch (shape) {
      case Shape.Truth _ -> "true or false";
      case Shape.Whole _ -> "a whole number";
      case Shape.Decimal _ -> "a number";
      case Shape.Text _ -> "a string";
      case Shape.Choice _ -> "one of the strings " + shape.words();
      case Shape.OrNull(Shape other) -> wanted(other) + " or null";
      case Shape.Items _ -> "an array";
      case Shape.Table _, Shape.Group _ -> "an object";
      case Shape.WordOr(String word, Shape.Group _) -> "\"" + word + "\" or an object";
    };
  }

  private static String type(JsonNode sent) {
    return switch (sent.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case BOOLEAN -> sent.toString();
      case NUMBER -> "a number";
      case STRING -> "a string";
      case NULL -> "null";
      case BINARY, MISSING, POJO -> "nothing";
    };
  }

  private void fault(String pointer, String detail) {
    problems.add(new Problem(pointer, detail));
  }

  /** The pointer of a member (RFC 6901 §3). */
  private static String below(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
