package dev.handshakelab.grading;

import dev.handshakelab.grading.evidence.Evidence;
import dev.handshakelab.grading.expression.Evaluator;
import dev.handshakelab.grading.expression.Evaluator.Outcome;
import dev.handshakelab.grading.expression.Expression;
import dev.handshakelab.grading.expression.Scope;
import dev.handshakelab.grading.expression.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Grades what needs expressions, for one trace. What an expression cannot say is an ERROR of its
 * check and of no other.
 */
final class Questions {
  private final Evaluator evaluator;
  private final Evidence evidence;
  private final Evaluator.Allowance allowance;
  private @Nullable Scope scope;

  Questions(Evaluator evaluator, Evidence evidence) {
    this.evaluator = evaluator;
    this.evidence = evidence;
    this.allowance = evaluator.allowance();
  }

  CheckResult grade(Check.Expr check) {
    return switch (evaluate(check.expression())) {
      case Outcome.Failed(String why) -> CheckResult.error(check, null, why);
      case Outcome.Evaluated(Value.Truth(boolean is)) ->
          CheckResult.graded(check, Share.of(is), null, null, null);
      case Outcome.Evaluated(Value.Figure(BigDecimal share))
          when share.signum() >= 0 && share.compareTo(BigDecimal.ONE) <= 0 ->
          CheckResult.graded(check, Share.of(share), null, null, null);
      case Outcome.Evaluated _ ->
          CheckResult.error(check, null, "the expression comes to no share between 0 and 1");
    };
  }

  CheckResult grade(Check.Answer check, Optional<Answer> answer) {
    String given = answer.map(Answer::text).orElse(null);
    return switch (evaluate(check.expect())) {
      case Outcome.Failed(String why) -> CheckResult.error(check, given, why);
      case Outcome.Evaluated(Value expected) ->
          answer
              .flatMap(check.understanding()::of)
              .map(understood -> compare(check, expected, understood, given))
              .orElseGet(() ->
                  CheckResult.graded(check, Share.NOTHING, given, "No answer was given.", null));
    };
  }

  private CheckResult compare(
      Check.Answer check, Value expected, Value understood, @Nullable String given) {
    Comparison comparison = check.comparison(evidence.trace().clock());
    Share share = comparison.share(expected, understood);
    if (share.isAll()) {
      return CheckResult.graded(check, share, given, null, null);
    }
    List<Misconception> misconceptions = check.misconceptions();
    for (int i = 0; i < misconceptions.size(); i++) {
      Misconception misconception = misconceptions.get(i);
      switch (evaluate(misconception.when())) {
        case Outcome.Failed(String why) -> {
          return CheckResult.error(check, given, why);
        }
        case Outcome.Evaluated(Value mistaken) -> {
          if (comparison.share(mistaken, understood).isAll()) {
            return CheckResult.graded(
                check,
                better(share, Share.of(misconception.credit())),
                given,
                misconception.hint(),
                i);
          }
        }
      }
    }
    return CheckResult.graded(check, share, given, null, null);
  }

  private static Share better(Share one, Share other) {
    return one.part().multiply(other.whole()).compareTo(other.part().multiply(one.whole())) >= 0
        ? one
        : other;
  }

  private Outcome evaluate(Expression expression) {
    if (scope == null) {
      scope = new Scope(evidence, evaluator.fence());
    }
    return evaluator.evaluate(expression, scope, allowance);
  }
}
