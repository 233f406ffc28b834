package dev.handshakelab.grading;

import dev.handshakelab.grading.evidence.Evidence;
import dev.handshakelab.grading.evidence.Modulo;
import dev.handshakelab.grading.evidence.SegmentField;
import dev.handshakelab.grading.expression.Evaluator;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Flags;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Applies a rubric: the one place where checks turn into points. */
public final class Grader {
  private static final int MOST_SHOWN = 100;

  private final Evaluator evaluator;

  public Grader(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** What expressions are evaluated by. */
  public Evaluator evaluator() {
    return evaluator;
  }

  /**
   * @param version of the rubric, null when it is not a stored one
   * @param rubricSha256 of the rubric's document, in hex
   */
  public Result grade(
      Rubric rubric,
      @Nullable Integer version,
      String rubricSha256,
      Evidence evidence,
      Answers answers) {
    Questions questions = new Questions(evaluator, evidence);
    List<CheckResult> checks =
        rubric.checks().stream().map(check -> grade(check, evidence, answers, questions)).toList();
    return new Result(rubric, version, rubricSha256, evidence.sha256(), checks);
  }

  private static CheckResult grade(
      Check check, Evidence evidence, Answers answers, Questions questions) {
    return switch (check) {
      case Check.Answer question -> questions.grade(question, answers.to(question));
      case Check.Expr expr -> questions.grade(expr);
      case Check.FieldEquals equals -> fieldEquals(equals, evidence.segments());
      case Check.Sequence sequence ->
          ofList(
              sequence,
              sequence.partial(),
              sequence.expect(),
              evidence.segments().stream().map(Grader::flags).toList(),
              Flags::letters,
              " ");
      case Check.StatePath path ->
          ofList(
              path,
              path.partial(),
              path.expect(),
              evidence.path(path.endpoint()),
              StateName::name,
              " → ");
      case Check.Timing timing -> timing(timing, evidence);
      case Check.Outcome outcome -> {
        var ended = evidence.measures().outcome();
        yield CheckResult.graded(
            outcome, Share.of(ended == outcome.expect()), ended.name(), null, null);
      }
      case Check.Manual manual ->
          CheckResult.pending(manual, answers.to(manual).map(Answer::text).orElse(null));
    };
  }

  private static Flags flags(TracedSegment segment) {
    return segment.sent().packet().segment().flags();
  }

  private static CheckResult fieldEquals(Check.FieldEquals check, List<TracedSegment> segments) {
    if (check.segment() >= segments.size()) {
      return missing(check, check.segment(), segments);
    }
    Object given = check.field().of(segments.get(check.segment()));
    return switch (check.expect()) {
      case FieldValue.Literal(Object value) -> compared(check, given, value);
      case FieldValue.OfSegment(int other, SegmentField field, long plus) ->
          other >= segments.size()
              ? missing(check, other, segments)
              : compared(check, given, plus(field.of(segments.get(other)), plus));
    };
  }

  private static CheckResult missing(
      Check.FieldEquals check, int index, List<TracedSegment> segments) {
    return CheckResult.graded(
        check,
        Share.NOTHING,
        null,
        "There is no segment " + index + ": the session has " + segments.size() + ", from 0.",
        null);
  }

  private static @Nullable Object plus(@Nullable Object value, long plus) {
    return value instanceof Long number && plus != 0 ? number + plus : value;
  }

  private static CheckResult compared(
      Check.FieldEquals check, @Nullable Object given, @Nullable Object expected) {
    boolean same =
        given instanceof Long one && expected instanceof Long other
            ? Modulo.equal(one, other)
            : Objects.equals(given, expected);
    return CheckResult.graded(check, Share.of(same), String.valueOf(given), null, null);
  }

  private static <T> CheckResult ofList(
      Check check,
      Partial partial,
      List<T> expected,
      List<T> given,
      Function<T, String> shown,
      String between) {
    Share share =
        switch (partial) {
          case NONE -> Share.of(given.equals(expected));
          case PER_ITEM -> Share.ofItems(expected, given);
        };
    String text =
        given.stream().limit(MOST_SHOWN).map(shown).collect(Collectors.joining(between))
            + (given.size() > MOST_SHOWN ? between + "…" : "");
    return CheckResult.graded(check, share, text, null, null);
  }

  private static CheckResult timing(Check.Timing check, Evidence evidence) {
    Long ns = check.of().of(evidence.measures().timing());
    if (ns == null) {
      return CheckResult.graded(
          check, Share.NOTHING, null, "It did not happen, or was not seen.", null);
    }
    BigDecimal time = BigDecimal.valueOf(ns);
    BigDecimal off = check.tolerance().ns(evidence.trace().clock());
    boolean inTime =
        (check.atMostMs() == null
                || time.compareTo(Nanoseconds.ofMs(check.atMostMs()).add(off)) <= 0)
            && (check.atLeastMs() == null
                || time.compareTo(Nanoseconds.ofMs(check.atLeastMs()).subtract(off)) >= 0);
    return CheckResult.graded(check, Share.of(inTime), Nanoseconds.inMs(ns), null, null);
  }
}
