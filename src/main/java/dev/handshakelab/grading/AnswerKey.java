package dev.handshakelab.grading;

import dev.handshakelab.grading.evidence.Evidence;
import dev.handshakelab.grading.expression.Evaluator;
import dev.handshakelab.grading.expression.Evaluator.Outcome;
import dev.handshakelab.grading.expression.Scope;
import dev.handshakelab.grading.expression.Value;
import dev.handshakelab.trace.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * What the answers to a rubric's questions should be in one session. It is made to compare answers
 * with the sessions of others, and is for nobody who is graded to see.
 */
public final class AnswerKey {
  private final Map<String, Value> expected;
  private final Clock clock;

  private AnswerKey(Map<String, Value> expected, Clock clock) {
    this.expected = Map.copyOf(expected);
    this.clock = clock;
  }

  /** Of the questions whose answer can be computed; the others have none. */
  public static AnswerKey of(Rubric rubric, Evidence evidence, Evaluator evaluator) {
    Scope scope = new Scope(evidence, evaluator.fence());
    Evaluator.Allowance allowance = evaluator.allowance();
    Map<String, Value> expected = new HashMap<>();
    for (Check check : rubric.checks()) {
      if (check instanceof Check.Answer question
          && evaluator.evaluate(question.expect(), scope, allowance)
              instanceof Outcome.Evaluated(Value value)) {
        expected.put(check.id(), value);
      }
    }
    return new AnswerKey(expected, evidence.trace().clock());
  }

  /** Whether the answer is all right in this session. */
  public boolean isRight(Check.Answer question, Answer answer) {
    Value value = expected.get(question.id());
    return value != null
        && question
            .understanding()
            .of(answer)
            .map(given -> question.comparison(clock).share(value, given).isAll())
            .orElse(false);
  }
}
