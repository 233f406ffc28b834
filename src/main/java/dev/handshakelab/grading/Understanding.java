package dev.handshakelab.grading;

import dev.handshakelab.grading.expression.Value;
import dev.handshakelab.grading.expression.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers as people write them: {@code 0x1F}, {@code 4,294,967,295}, {@code 20 ms}, {@code
 * CLOSED → SYN-SENT}, {@code yes}. What is expected says what is looked for; it does not say
 * whether it is right.
 */
final class Understanding {
  private static final Set<String> NOTHING =
      Set.of("", "none", "nothing", "null", "absent", "no", "n/a", "-", "not present", "never");
  private static final Set<String> YES = Set.of("yes", "y", "true", "1");
  private static final Set<String> NO = Set.of("no", "n", "false", "0");
  private static final Set<String> COUNTED =
      Set.of(
          "b", "byte", "bytes", "octet", "octets", "segment", "segments", "bit", "bits", "times");

  private static final Pattern FIGURE =
      Pattern.compile(
          "(?<hex>[-+]?0[xX][0-9a-fA-F]{1,40})"
              + "|(?<grouped>[-+]?[0-9]{1,3}(?:[,' _\u00a0\u202f][0-9]{3})+)"
              + "|(?<plain>[-+]?(?:[0-9]{1,60}(?:\\.[0-9]{0,40})?|\\.[0-9]{1,40})"
              + "(?:[eE][-+]?[0-9]{1,2})?)");
  private static final Pattern WITH_UNIT =
      Pattern.compile("(?<figure>" + FIGURE + ")\\s*(?<unit>[a-zA-Zµμ]*)\\.?");
  private static final Pattern ARROWS = Pattern.compile("\\s*(?:→|->|=>|>|;|\\R|,)\\s*");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern BRACKETS = Pattern.compile("^[\\[({]|[\\])}]$");

  private final ValueType type;
  private final @Nullable TimeUnit unit;
  private final List<String> choices;

  /**
   * @param unit of times that bear none; null when no time is asked for
   * @param choices to choose from; empty when there are none
   */
  Understanding(ValueType type, @Nullable TimeUnit unit, List<String> choices) {
    this.type = type;
    this.unit = unit;
    this.choices = choices;
  }

  /** What an answer says; empty when it cannot be read as what is asked for. */
  Optional<Value> of(Answer answer) {
    return type.list() ? several(answer) : scalar(answer);
  }

  /** What would be understood. */
  String wanted() {
    if (!choices.isEmpty()) {
      return "one of " + String.join(", ", choices);
    }
    return unit == null ? type.inWords() : "a time, e.g. 20 " + unit.label();
  }

  private Optional<Value> several(Answer answer) {
    List<Value> values = new ArrayList<>();
    for (Answer item : items(answer)) {
      Optional<Value> value = scalar(item);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(new Value.Several(values));
  }

  private static List<Answer> items(Answer answer) {
    return switch (answer) {
      case Answer.Several(List<Answer> items) -> items;
      case Answer.Figure _, Answer.Truth _ -> List.of(answer);
      case Answer.Words(String text) -> words(text);
    };
  }

  private static List<Answer> words(String text) {
    String bare = BRACKETS.matcher(text.strip()).replaceAll("").strip();
    if (bare.isEmpty()) {
      return List.of();
    }
    Pattern between = ARROWS.matcher(bare).find() ? ARROWS : BLANKS;
    return between
        .splitAsStream(bare)
        .filter(word -> !word.isBlank())
        .map(word -> (Answer) new Answer.Words(unquoted(word)))
        .toList();
  }

  private static String unquoted(String word) {
    return word.length() > 1 && word.startsWith("\"") && word.endsWith("\"")
        ? word.substring(1, word.length() - 1)
        : word;
  }

  private Optional<Value> scalar(Answer answer) {
    if (answer instanceof Answer.Several(List<Answer> items)) {
      return items.size() == 1 ? scalar(items.getFirst()) : Optional.empty();
    }
    return switch (type.scalar()) {
      case WHOLE, REAL -> figure(answer);
      case TEXT -> text(answer.text());
      case TRUTH -> truth(answer.text());
    };
  }

  private Optional<Value> text(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    if (choices.isEmpty()) {
      return Optional.of(new Value.Words(text));
    }
    return choices.stream()
        .filter(choice -> Comparison.normal(choice).equals(Comparison.normal(text)))
        .findFirst()
        .map(Value.Words::new);
  }

  private static Optional<Value> truth(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (YES.contains(word)) {
      return Optional.of(new Value.Truth(true));
    }
    return NO.contains(word) ? Optional.of(new Value.Truth(false)) : Optional.empty();
  }

  private Optional<Value> figure(Answer answer) {
    return switch (answer) {
      case Answer.Figure(BigDecimal number) ->
          Optional.of(new Value.Figure(unit == null ? number : unit.ns(number)));
      case Answer.Words(String text) -> figure(text.strip());
      case Answer.Truth _, Answer.Several _ -> Optional.empty();
    };
  }

  private Optional<Value> figure(String text) {
    if (type.nullable() && NOTHING.contains(text.toLowerCase(Locale.ROOT))) {
      return Optional.of(new Value.Nothing());
    }
    Matcher written = WITH_UNIT.matcher(text);
    if (!written.matches()) {
      return Optional.empty();
    }
    BigDecimal number = number(written);
    String word = written.group("unit");
    if (unit != null) {
      return (word.isEmpty() ? Optional.of(unit) : TimeUnit.named(word))
          .map(each -> new Value.Figure(each.ns(number)));
    }
    return word.isEmpty() || COUNTED.contains(word.toLowerCase(Locale.ROOT))
        ? Optional.of(new Value.Figure(number))
        : Optional.empty();
  }

  private static BigDecimal number(Matcher written) {
    String hex = written.group("hex");
    if (hex != null) {
      boolean negative = hex.startsWith("-");
      String digits = hex.substring(hex.indexOf('0') + 2);
      BigDecimal number = new BigDecimal(new BigInteger(digits, 16));
      return negative ? number.negate() : number;
    }
    String grouped = written.group("grouped");
    return new BigDecimal(
        grouped == null ? written.group("plain") : grouped.replaceAll("[^-+0-9]", ""));
  }
}
