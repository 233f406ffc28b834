package dev.handshakelab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.grading.CheckResult.Status;
import dev.handshakelab.grading.evidence.Evidence;
import dev.handshakelab.grading.expression.Evaluator.Outcome;
import dev.handshakelab.grading.expression.Scope;
import dev.handshakelab.grading.expression.Unsound;
import dev.handshakelab.grading.expression.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rubrics that come with the lab, each on the session that it asks about, with three seeds. */
class ReadyRubricsTest {
  private static final ReadyRubrics READY = new ReadyRubrics(Samples.READING);
  private static final Map<String, Evidence> EVIDENCE = new HashMap<>();

  /** One question of one rubric in one session. */
  record Question(Rubric rubric, Check.Answer check, long seed) {
    @Override
    public String toString() {
      return rubric.id() + "/" + check.id() + " seed " + seed;
    }
  }

  static Stream<Rubric> rubrics() {
    return READY.all().stream().map(ReadyRubrics.Ready::rubric);
  }

  static List<Question> questions() {
    List<Question> questions = new ArrayList<>();
    rubrics()
        .forEach(rubric ->
            rubric.checks().stream()
                .filter(Check.Answer.class::isInstance)
                .map(Check.Answer.class::cast)
                .forEach(check -> {
                  for (long seed : List.of(1L, 42L, 9_007_199_254_740_991L)) {
                    questions.add(new Question(rubric, check, seed));
                  }
                }));
    return questions;
  }

  @Test
  void thereAreTwelve() {
    assertThat(rubrics()).hasSize(12).extracting(Rubric::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("rubrics")
  void rightAnswersScoreEverything(Rubric rubric) {
    for (long seed : List.of(1L, 42L, 9_007_199_254_740_991L)) {
      SortedMap<String, Answer> answers = new TreeMap<>();
      for (Check check : rubric.checks()) {
        if (check instanceof Check.Answer question) {
          Value right = value(question.expect().text(), rubric, seed).orElse(new Value.Nothing());
          answers.put(check.id(), answer(question, right));
        }
      }
      Result result = grade(rubric, seed, new Answers(answers));
      assertThat(result.checks())
          .as("seed %d", seed)
          .allSatisfy(check -> assertThat(check.status()).isIn(Status.PASSED, Status.PENDING));
    }
  }

  @ParameterizedTest
  @MethodSource("rubrics")
  void noAnswersScoreNothingForQuestions(Rubric rubric) {
    assertThat(grade(rubric, 1, Answers.NONE).checks())
        .filteredOn(check -> check.check() instanceof Check.Answer)
        .allSatisfy(check -> assertThat(check.status()).isEqualTo(Status.FAILED));
  }

  /** Each typical mistake scores what the rubric says and is told the hint that belongs to it. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("questions")
  void aTypicalMistakeGetsItsHint(Question question) {
    for (TypicalMistakes family : TypicalMistakes.values()) {
      for (Value mistake : mistakes(family, question)) {
        CheckResult result = graded(question, mistake);
        String story = family + ": " + mistake;
        assertThat(result.status()).as(story).isNotEqualTo(Status.PASSED);
        assertThat(result.feedback()).as(story).isNotNull();
        assertThat(hintsFor(mistake, question)).as(story).contains(family);
        Misconception told =
            question.check().misconceptions().get(Objects.requireNonNull(result.misconception()));
        assertThat(result.feedback()).as(story).isEqualTo(told.hint());
        assertThat(hintsFor(mistake, question))
            .as("%s was told: %s", story, told.hint())
            .anyMatch(each -> told.hint().contains(each.hint()));
        BigDecimal credit = Share.of(told.credit()).points(question.check().points());
        if (question.check().partial() == Partial.NONE) {
          assertThat(result.points()).as(story).isEqualByComparingTo(credit);
        } else {
          assertThat(result.points()).as(story).isGreaterThanOrEqualTo(credit);
        }
      }
    }
  }

  /** The families that lead to this very value: 0 may be relative as well as unincremented. */
  private static List<TypicalMistakes> hintsFor(Value mistake, Question question) {
    return Stream.of(TypicalMistakes.values())
        .filter(family -> mistakes(family, question).contains(mistake))
        .toList();
  }

  @Test
  void everyFamilyHasOccasions() {
    Map<TypicalMistakes, Integer> occasions = new EnumMap<>(TypicalMistakes.class);
    for (Question question : questions()) {
      for (TypicalMistakes family : TypicalMistakes.values()) {
        occasions.merge(family, mistakes(family, question).size(), Integer::sum);
      }
    }
    assertThat(occasions)
        .hasSize(TypicalMistakes.values().length)
        .allSatisfy((family, count) -> assertThat(count).as("%s", family).isPositive());
  }

  /** Whatever else is wrong, and there is always something, never scores full marks. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("questions")
  void wrongAnswersNeverScoreFullMarks(Question question) {
    Value right = right(question);
    List<Value> wrong = mutants(right, question.check());
    assertThat(wrong).isNotEmpty();
    for (Value mutant : wrong) {
      assertThat(graded(question, mutant).status()).as("%s", mutant).isNotEqualTo(Status.PASSED);
    }
  }

  private static List<Value> mistakes(TypicalMistakes family, Question question) {
    Value right = right(question);
    return family
        .of(
            question.check().expect().text(),
            right,
            text -> value(text, question.rubric(), question.seed()))
        .stream()
        .filter(each -> !(each instanceof Value.Nothing) && !each.equals(right))
        .toList();
  }

  private static List<Value> mutants(Value right, Check.Answer check) {
    return switch (right) {
      case Value.Nothing _ -> List.of(new Value.Figure(BigDecimal.ONE));
      case Value.Figure(BigDecimal number) -> {
        BigDecimal step = check.unit() == null ? BigDecimal.ONE : new BigDecimal("1e9");
        yield List.of(
            new Value.Figure(number.add(step)),
            new Value.Figure(number.subtract(step)),
            new Value.Figure(number.add(new BigDecimal(1L << 31))),
            new Value.Figure(number.negate().subtract(step)));
      }
      case Value.Words(String text) ->
          check.choices().isEmpty()
              ? List.of(new Value.Words(text + "X"), new Value.Words("nothing"))
              : check.choices().stream()
                  .filter(choice -> !choice.equals(text))
                  .map(choice -> (Value) new Value.Words(choice))
                  .toList();
      case Value.Truth(boolean is) -> List.of(new Value.Truth(!is));
      case Value.Several(List<Value> items) -> {
        List<Value> mutants = new ArrayList<>();
        mutants.add(new Value.Several(items.subList(1, items.size())));
        mutants.add(new Value.Several(items.subList(0, items.size() - 1)));
        List<Value> more = new ArrayList<>(items);
        more.add(items.getFirst());
        mutants.add(new Value.Several(more));
        List<Value> reversed = new ArrayList<>(items);
        Collections.reverse(reversed);
        if (!check.anyOrder() && !reversed.equals(items)) {
          mutants.add(new Value.Several(reversed));
        }
        yield mutants;
      }
    };
  }

  private static CheckResult graded(Question question, Value given) {
    SortedMap<String, Answer> answers = new TreeMap<>();
    answers.put(question.check().id(), answer(question.check(), given));
    return grade(question.rubric(), question.seed(), new Answers(answers)).checks().stream()
        .filter(check -> check.id().equals(question.check().id()))
        .findFirst()
        .orElseThrow();
  }

  private static Result grade(Rubric rubric, long seed, Answers answers) {
    return new Grader(Samples.EVALUATOR)
        .grade(rubric, 1, "0".repeat(64), evidence(rubric, seed), answers);
  }

  private static Value right(Question question) {
    return value(question.check().expect().text(), question.rubric(), question.seed())
        .orElse(new Value.Nothing());
  }

  private static Optional<Value> value(String text, Rubric rubric, long seed) {
    try {
      Evidence evidence = evidence(rubric, seed);
      Outcome outcome =
          Samples.EVALUATOR.evaluate(
              Samples.EXPRESSIONS.compile(text),
              new Scope(evidence, Samples.EXPRESSIONS.fence()),
              Samples.EVALUATOR.allowance());
      return outcome instanceof Outcome.Evaluated(Value value)
          ? Optional.of(value)
          : Optional.empty();
    } catch (Unsound why) {
      throw new AssertionError(text + why.issues(), why);
    }
  }

  private static Evidence evidence(Rubric rubric, long seed) {
    return EVIDENCE.computeIfAbsent(
        rubric.id() + seed,
        none -> {
          var request = Objects.requireNonNull(rubric.session());
          return Samples.evidence(request.put("seed", seed).toString());
        });
  }

  /** The way somebody would write it. */
  private static Answer answer(Check.Answer check, Value value) {
    return switch (value) {
      case Value.Nothing _ -> new Answer.Words("none");
      case Value.Figure(BigDecimal number) ->
          check.unit() == null
              ? new Answer.Figure(number)
              : new Answer.Words(number.toPlainString() + " ns");
      case Value.Words(String text) -> new Answer.Words(text);
      case Value.Truth(boolean is) -> new Answer.Words(is ? "yes" : "no");
      case Value.Several(List<Value> items) ->
          new Answer.Several(items.stream().map(item -> answer(check, item)).toList());
    };
  }
}
