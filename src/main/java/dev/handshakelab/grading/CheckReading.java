package dev.handshakelab.grading;

import dev.handshakelab.grading.evidence.FlagText;
import dev.handshakelab.grading.evidence.MeasuredTime;
import dev.handshakelab.grading.evidence.SegmentField;
import dev.handshakelab.grading.expression.Expressions;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Flags;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one check of a rubric by its kind. */
final class CheckReading {
  static final int MOST_POINTS = 1000;

  /** So that points times credit have at most four. */
  static final int DECIMALS = 2;

  static final int LONGEST_PROMPT = 2000;
  static final int MOST_EXPECTED = 200;
  private static final int MOST_SEGMENTS = 100_000;
  static final int MOST_MS = 3_600_000;
  private static final int MS_DECIMALS = 6;

  /** Stands in for what could not be read, so that the rest is looked at all the same. */
  private static final Check.Head UNREADABLE =
      new Check.Head("-", BigDecimal.ZERO, "-", Visibility.VISIBLE);

  private final Flaws flaws;
  private final AnswerReading answers;

  CheckReading(Flaws flaws, Expressions expressions) {
    this.flaws = flaws;
    this.answers = new AnswerReading(flaws, expressions);
  }

  /** Null when it cannot be read; then a flaw says why. */
  @Nullable Check read(JsonNode node, String pointer) {
    Members members = Members.of(node, pointer, flaws);
    if (members == null) {
      return null;
    }
    String label = members.requiredChoice("kind", Check.Kind.labels());
    Check.Head read = head(members);
    if (label == null) {
      return null;
    }
    Check.Head head = read == null ? UNREADABLE : read;
    Check check =
        switch (Check.Kind.labelled(label).orElseThrow()) {
          case ANSWER -> answers.answer(members, head);
          case EXPR -> answers.expr(members, head);
          case FIELD_EQUALS -> fieldEquals(members, head);
          case SEQUENCE -> sequence(members, head);
          case STATE_PATH -> statePath(members, head);
          case TIMING -> timing(members, head);
          case OUTCOME -> outcome(members, head);
          case MANUAL -> manual(members, head);
        };
    members.refuseOthers();
    return read == null ? null : check;
  }

  private static Check.@Nullable Head head(Members members) {
    String id = members.requiredMatch("id", RubricReading.ID, RubricReading.LONGEST_ID);
    BigDecimal points = members.requiredDecimal("points", MOST_POINTS, DECIMALS);
    String prompt = members.text("prompt", 1, LONGEST_PROMPT);
    Visibility visibility = members.choice("visibility", Visibility.class, Visibility.VISIBLE);
    return id == null || points == null ? null : new Check.Head(id, points, prompt, visibility);
  }

  private @Nullable Check fieldEquals(Members members, Check.Head head) {
    Long segment = members.requiredWhole("segment", 0, MOST_SEGMENTS);
    String field = members.requiredChoice("field", SegmentField.labels());
    JsonNode expect = members.required("expect", "a value, or a field of another segment");
    if (segment == null || field == null || expect == null) {
      return null;
    }
    SegmentField known = SegmentField.labelled(field).orElseThrow();
    FieldValue value = fieldValue(expect, known, members.pointer("expect"));
    return value == null ? null : new Check.FieldEquals(head, segment.intValue(), known, value);
  }

  private @Nullable FieldValue fieldValue(JsonNode expect, SegmentField field, String pointer) {
    if (expect.isObject()) {
      return otherField(new Members(expect, pointer, flaws), field, pointer);
    }
    boolean fits =
        switch (field.type()) {
          case WHOLE -> expect.canConvertToLong() && expect.isIntegralNumber();
          case WHOLE_OR_NULL -> expect.isNull() || expect.canConvertToLong();
          case TEXT -> expect.isString();
          case TRUTH -> expect.isBoolean();
          case TEXTS -> expect.isArray() && expect.valueStream().allMatch(JsonNode::isString);
        };
    if (!fits) {
      flaws.add(pointer, "is no value of " + field.label() + ", which is " + inWords(field.type()));
      return null;
    }
    return new FieldValue.Literal(
        switch (field.type()) {
          case WHOLE, WHOLE_OR_NULL -> expect.isNull() ? null : (Object) expect.asLong();
          case TEXT -> expect.asString();
          case TRUTH -> expect.asBoolean();
          case TEXTS -> expect.valueStream().map(JsonNode::asString).toList();
        });
  }

  private @Nullable FieldValue otherField(Members other, SegmentField field, String pointer) {
    Long segment = other.requiredWhole("segment", 0, MOST_SEGMENTS);
    String label = other.requiredChoice("field", SegmentField.labels());
    Long plus = other.whole("plus", -0xffff_ffffL, 0xffff_ffffL);
    other.refuseOthers();
    if (segment == null || label == null) {
      return null;
    }
    SegmentField known = SegmentField.labelled(label).orElseThrow();
    if (isNumber(known) != isNumber(field) || !isNumber(known) && known.type() != field.type()) {
      flaws.add(
          pointer + "/field",
          label + " is " + inWords(known.type()) + ", " + field.label() + " is not");
      return null;
    }
    if (plus != null && !isNumber(known)) {
      flaws.add(pointer + "/plus", label + " is no number that something can be added to");
      return null;
    }
    return new FieldValue.OfSegment(segment.intValue(), known, plus == null ? 0 : plus);
  }

  private static boolean isNumber(SegmentField field) {
    return switch (field.type()) {
      case WHOLE, WHOLE_OR_NULL -> true;
      case TEXT, TRUTH, TEXTS -> false;
    };
  }

  private static String inWords(SegmentField.Type type) {
    return switch (type) {
      case WHOLE -> "a whole number";
      case WHOLE_OR_NULL -> "a whole number or null";
      case TEXT -> "a string";
      case TRUTH -> "true or false";
      case TEXTS -> "a list of strings";
    };
  }

  private Check sequence(Members members, Check.Head head) {
    List<Flags> expect = members.items("expect", 1, MOST_EXPECTED, this::flags);
    return new Check.Sequence(head, expect, partial(members));
  }

  private @Nullable Flags flags(JsonNode item, String pointer) {
    Flags flags = item.isString() ? FlagText.read(item.asString()).orElse(null) : null;
    if (flags == null) {
      flaws.add(pointer, "must be flags, e.g. \"S.\" or \"SYN+ACK\"");
    }
    return flags;
  }

  private Check statePath(Members members, Check.Head head) {
    Party endpoint = members.requiredChoice("endpoint", Party.class);
    List<StateName> expect = members.items("expect", 1, MOST_EXPECTED, this::state);
    return new Check.StatePath(
        head, endpoint == null ? Party.CLIENT : endpoint, expect, partial(members));
  }

  private @Nullable StateName state(JsonNode item, String pointer) {
    List<String> names = Members.names(StateName.class);
    if (item.isString() && names.contains(item.asString())) {
      return StateName.valueOf(item.asString());
    }
    flaws.add(
        pointer,
        item.isString()
            ? "there is no state \""
                + Members.shortened(item.asString())
                + "\""
                + Flaws.didYouMean(item.asString(), names)
            : "must be the name of a state, not " + Members.inWords(item));
    return null;
  }

  static Partial partial(Members members) {
    return members.choice("partial", Partial.class, Partial.NONE);
  }

  private @Nullable Check timing(Members members, Check.Head head) {
    String of = members.requiredChoice("of", MeasuredTime.labels());
    BigDecimal atLeast = members.decimal("atLeastMs", MOST_MS, MS_DECIMALS);
    BigDecimal atMost = members.decimal("atMostMs", MOST_MS, MS_DECIMALS);
    Tolerance tolerance = tolerance(members, flaws);
    if (!members.has("atLeastMs") && !members.has("atMostMs")) {
      flaws.add(members.pointer("atMostMs"), "one of \"atLeastMs\" and \"atMostMs\" must be there");
      return null;
    }
    if (atLeast != null && atMost != null && atLeast.compareTo(atMost) > 0) {
      flaws.add(members.pointer("atLeastMs"), "must not be more than \"atMostMs\"");
    }
    return of == null
        ? null
        : new Check.Timing(
            head, MeasuredTime.labelled(of).orElseThrow(), atLeast, atMost, tolerance);
  }

  static Tolerance tolerance(Members members, Flaws flaws) {
    JsonNode node = members.any("tolerance");
    Members inner = node == null ? null : Members.of(node, members.pointer("tolerance"), flaws);
    if (inner == null) {
      return Tolerance.NONE;
    }
    BigDecimal simulated = inner.decimal("simulatedMs", MOST_MS, MS_DECIMALS);
    BigDecimal real = inner.decimal("realMs", MOST_MS, MS_DECIMALS);
    inner.refuseOthers();
    return new Tolerance(
        simulated == null ? BigDecimal.ZERO : simulated, real == null ? BigDecimal.ZERO : real);
  }

  private static @Nullable Check outcome(Members members, Check.Head head) {
    Outcome expect = members.requiredChoice("expect", Outcome.class);
    return expect == null ? null : new Check.Outcome(head, expect);
  }

  private @Nullable Check manual(Members members, Check.Head head) {
    if (head.prompt() == null) {
      flaws.add(
          members.pointer("prompt"), "\"prompt\" is missing: a person must know what to read");
      return null;
    }
    return new Check.Manual(head);
  }
}
