package dev.handshakelab.grading;

import dev.handshakelab.grading.expression.Expression;
import dev.handshakelab.grading.expression.Expressions;
import dev.handshakelab.grading.expression.Unsound;
import dev.handshakelab.grading.expression.ValueType;
import dev.handshakelab.grading.expression.ValueType.Scalar;
import dev.handshakelab.grading.source.Place;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the kinds of checks that have expressions. */
final class AnswerReading {
  static final int MOST_MISCONCEPTIONS = 20;
  static final int MOST_CHOICES = 20;

  /** Of one rubric: each takes some milliseconds to compile. */
  static final int MOST_EXPRESSIONS = 200;

  private static final int LONGEST_HINT = 1000;
  private static final int LONGEST_CHOICE = 200;

  private final Flaws flaws;
  private final Expressions expressions;
  private int compiled;

  AnswerReading(Flaws flaws, Expressions expressions) {
    this.flaws = flaws;
    this.expressions = expressions;
  }

  @Nullable Check answer(Members members, Check.Head head) {
    Expression expect = expression(members, "expect");
    String unit = members.choice("unit", TimeUnit.labels());
    boolean isTime = members.has("unit");
    Tolerance tolerance = CheckReading.tolerance(members, flaws);
    String order = members.choice("order", List.of("SAME", "ANY"));
    Partial partial = CheckReading.partial(members);
    List<String> choices =
        members.has("choices")
            ? members.items("choices", 2, MOST_CHOICES, this::choice)
            : List.of();
    List<Misconception> misconceptions =
        members.has("misconceptions")
            ? members.items(
                "misconceptions",
                0,
                MOST_MISCONCEPTIONS,
                (node, pointer) -> misconception(node, pointer, expect))
            : List.of();
    if (head.prompt() == null) {
      flaws.add(
          members.pointer("prompt"), "\"prompt\" is missing: somebody must know what is asked");
    }
    if (expect == null) {
      return null;
    }
    ValueType type = expect.type();
    if (isTime && type.scalar() != Scalar.WHOLE) {
      flaws.add(members.pointer("unit"), "a time is a whole number of nanoseconds; this is not");
    }
    if (members.has("tolerance") && !isTime) {
      flaws.add(members.pointer("tolerance"), "is for times: say their \"unit\" as well");
    }
    if (!type.list() && (members.has("order") || members.has("partial"))) {
      String member = members.has("order") ? "order" : "partial";
      flaws.add(
          members.pointer(member), "is for lists; what is expected here is " + type.inWords());
    }
    if (!choices.isEmpty() && type.scalar() != Scalar.TEXT) {
      flaws.add(
          members.pointer("choices"), "are words; what is expected here is " + type.inWords());
    }
    return new Check.Answer(
        head,
        expect,
        unit == null ? null : TimeUnit.named(unit).orElseThrow(),
        tolerance,
        "ANY".equals(order),
        partial,
        choices,
        misconceptions);
  }

  private @Nullable String choice(JsonNode item, String pointer) {
    if (!item.isString()
        || item.asString().isBlank()
        || item.asString().length() > LONGEST_CHOICE) {
      flaws.add(pointer, "must be a string of 1 to " + LONGEST_CHOICE + " characters");
      return null;
    }
    return item.asString();
  }

  private @Nullable Misconception misconception(
      JsonNode node, String pointer, @Nullable Expression expect) {
    Members members = Members.of(node, pointer, flaws);
    if (members == null) {
      return null;
    }
    Expression when = expression(members, "when");
    String hint = members.requiredText("hint", 1, LONGEST_HINT);
    BigDecimal credit = members.decimal("credit", 1, CheckReading.DECIMALS);
    members.refuseOthers();
    if (when == null || hint == null) {
      return null;
    }
    if (expect != null && !comparable(when.type(), expect.type())) {
      flaws.add(
          members.pointer("when"),
          "is " + when.type().inWords() + ", but the answer is " + expect.type().inWords());
    }
    return new Misconception(when, hint, credit == null ? BigDecimal.ZERO : credit);
  }

  private static boolean comparable(ValueType one, ValueType other) {
    return one.list() == other.list()
        && isNumber(one) == isNumber(other)
        && (isNumber(one) || one.scalar() == other.scalar());
  }

  private static boolean isNumber(ValueType type) {
    return type.scalar() == Scalar.WHOLE || type.scalar() == Scalar.REAL;
  }

  @Nullable Check expr(Members members, Check.Head head) {
    Expression expression = expression(members, "expr");
    if (expression == null) {
      return null;
    }
    ValueType type = expression.type();
    if (!type.equals(ValueType.TRUTH) && !type.equals(ValueType.REAL)) {
      flaws.add(
          members.pointer("expr"),
          "comes to " + type.inWords() + "; it must come to true or false, or a number 0.0 to 1.0");
    }
    return new Check.Expr(head, expression);
  }

  private @Nullable Expression expression(Members members, String name) {
    String text = members.requiredText(name, 1, Integer.MAX_VALUE);
    if (text == null) {
      return null;
    }
    if (++compiled > MOST_EXPRESSIONS) {
      if (compiled == MOST_EXPRESSIONS + 1) {
        flaws.add(
            members.pointer(name), "there are more than " + MOST_EXPRESSIONS + " expressions");
      }
      return null;
    }
    try {
      return expressions.compile(text);
    } catch (Unsound why) {
      String pointer = members.pointer(name);
      for (Unsound.Issue issue : why.issues()) {
        flaws.add(pointer, place(pointer, issue), issue.detail());
      }
      return null;
    }
  }

  private Place place(String pointer, Unsound.Issue issue) {
    Place begins = flaws.content(pointer);
    return issue.line() == 0
        ? new Place(begins.line(), begins.column() + issue.column())
        : new Place(begins.line() + issue.line(), issue.column() + 1);
  }
}
