package dev.handshakelab.course;

import dev.handshakelab.course.Attempts.Filter;
import dev.handshakelab.course.Attempts.Graded;
import dev.handshakelab.course.Attempts.Place;
import dev.handshakelab.grading.Answer;
import dev.handshakelab.grading.AnswerKey;
import dev.handshakelab.grading.Answers;
import dev.handshakelab.grading.Check;
import dev.handshakelab.grading.CheckResult;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.Rubric;
import dev.handshakelab.history.Histories;
import dev.handshakelab.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Finds answers that are wrong for their author but right for one other subject's session, and for
 * that one alone. Between sessions that differ in 32-bit numbers that is hardly chance; between
 * answers of which there are few it may be. It is a reason to ask, not a verdict.
 */
public final class Copying {
  private static final int AT_A_TIME = 200;

  private final Assignments assignments;
  private final Attempts attempts;
  private final Histories histories;
  private final SoundRubrics rubrics;
  private final Gradings gradings;
  private final Grades grades;

  public Copying(
      Assignments assignments,
      Attempts attempts,
      Histories histories,
      SoundRubrics rubrics,
      Gradings gradings,
      Grades grades) {
    this.assignments = assignments;
    this.attempts = attempts;
    this.histories = histories;
    this.rubrics = rubrics;
    this.gradings = gradings;
    this.grades = grades;
  }

  /**
   * Answers of one attempt that are another subject's.
   *
   * @param source whose session they are right for
   * @param checks which
   */
  public record Copied(Attempt attempt, String source, List<String> checks) {
    public Copied {
      checks = List.copyOf(checks);
    }
  }

  /** By author, attempt and source. */
  public List<Copied> find(Assignment assignment) throws InterruptedException {
    if (assignment.variants() == Assignment.Variants.SHARED) {
      return List.of();
    }
    Rubric rubric = rubrics.get(assignment.rubricId(), assignment.rubricVersion()).rubric();
    Map<String, AnswerKey> keys = keys(assignment, rubric);
    List<Copied> copied = new ArrayList<>();
    Place after = null;
    while (true) {
      List<Graded> some = attempts.list(Filter.all(assignment.id()), after, AT_A_TIME);
      for (Graded each : some) {
        copied.addAll(of(each, rubric, keys));
      }
      if (some.size() < AT_A_TIME) {
        return List.copyOf(copied);
      }
      after = Place.of(some.getLast().attempt());
    }
  }

  private Map<String, AnswerKey> keys(Assignment assignment, Rubric rubric)
      throws InterruptedException {
    Map<String, AnswerKey> keys = new TreeMap<>();
    for (Variant variant : assignments.variants(assignment.id())) {
      UUID session = variant.session();
      Optional<Trace> trace = session == null ? Optional.empty() : histories.trace(session);
      if (trace.isPresent()) {
        keys.put(variant.subject(), gradings.key(rubric, trace.get()));
      }
    }
    return keys;
  }

  private List<Copied> of(Graded graded, Rubric rubric, Map<String, AnswerKey> keys)
      throws InterruptedException {
    Attempt attempt = graded.attempt();
    Optional<Answers> answers = KeptAnswers.read(attempt.answers(), rubric);
    if (answers.isEmpty()) {
      return List.of();
    }
    Result result = grades.result(graded.grade());
    Map<String, List<String>> checksBySource = new TreeMap<>();
    for (CheckResult check : result.checks()) {
      if (isWrong(check)
          && rubric.check(check.id()).orElse(null) instanceof Check.Answer question) {
        answers
            .get()
            .to(question)
            .flatMap(answer -> source(question, answer, attempt.subject(), keys))
            .ifPresent(source ->
                checksBySource
                    .computeIfAbsent(source, none -> new ArrayList<>())
                    .add(question.id()));
      }
    }
    return checksBySource.entrySet().stream()
        .map(each -> new Copied(attempt, each.getKey(), each.getValue()))
        .toList();
  }

  private static boolean isWrong(CheckResult check) {
    return switch (check.status()) {
      case FAILED, PARTIAL -> true;
      case PASSED, ERROR, PENDING -> false;
    };
  }

  /** The one other subject that this answer is right for. */
  private static Optional<String> source(
      Check.Answer question, Answer answer, String author, Map<String, AnswerKey> keys) {
    List<String> sources =
        keys.entrySet().stream()
            .filter(each -> !each.getKey().equals(author))
            .filter(each -> each.getValue().isRight(question, answer))
            .map(Map.Entry::getKey)
            .limit(2)
            .toList();
    return sources.size() == 1 ? Optional.of(sources.getFirst()) : Optional.empty();
  }
}
