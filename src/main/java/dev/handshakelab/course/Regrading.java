package dev.handshakelab.course;

import dev.handshakelab.access.Caller;
import dev.handshakelab.course.Attempts.Filter;
import dev.handshakelab.course.Attempts.Graded;
import dev.handshakelab.course.Attempts.Place;
import dev.handshakelab.grading.Answers;
import dev.handshakelab.grading.Check;
import dev.handshakelab.grading.CheckResult;
import dev.handshakelab.grading.Result;
import dev.handshakelab.history.Histories;
import dev.handshakelab.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Grades all attempts of an assignment again, by another version of its rubric or to see that
 * nothing changes: a result is a function of rubric, trace and answers, so by the same version
 * nothing does. Points that a person gave are taken over where the check is still worth as much.
 *
 * <p>Grades are added, never lost; nobody gets fewer points unless that is wanted; and what could
 * not be graded takes the place of nothing.
 */
public final class Regrading {
  private static final int AT_A_TIME = 200;

  private final Assignments assignments;
  private final Attempts attempts;
  private final Histories histories;
  private final Gradings gradings;
  private final Grades grades;
  private final Marking marking;

  public Regrading(
      Assignments assignments,
      Attempts attempts,
      Histories histories,
      Gradings gradings,
      Grades grades,
      Marking marking) {
    this.assignments = assignments;
    this.attempts = attempts;
    this.histories = histories;
    this.gradings = gradings;
    this.grades = grades;
    this.marking = marking;
  }

  /**
   * What is wanted.
   *
   * @param rubric of which version; it becomes the assignment's unless this is a dry run
   * @param dryRun whether only to say what would change
   * @param allowLower whether somebody may get fewer points
   */
  public record Wanted(
      Assignment assignment, SoundRubrics.Sound rubric, boolean dryRun, boolean allowLower) {}

  /**
   * What came of it.
   *
   * @param examined attempts that were graded again
   * @param differences those of which some check came out otherwise
   */
  public record Regraded(int examined, List<Difference> differences) {}

  /**
   * One attempt that comes out otherwise.
   *
   * @param fresh null when it could not be graded again at all
   * @param checks those that changed
   * @param now the grade that holds after this; null when it is still the old one
   */
  public record Difference(
      Graded old,
      @Nullable Result fresh,
      List<Change> checks,
      Decision decision,
      @Nullable KeptGrade now) {}

  /** One check before and after; null where it is in one of the versions only. */
  public record Change(String check, @Nullable CheckResult before, @Nullable CheckResult after) {}

  /** What is done about a difference. */
  public enum Decision {
    /** The new grade holds, or would. */
    APPLIED,
    /** It would lower the score, so the old grade holds. */
    LOWER,
    /** It could not be graded, so the old grade holds. */
    ERROR,
    /** The session is gone, or the answers cannot be read by this version. */
    UNUSABLE,
    /** Somebody changed the grade meanwhile, so theirs holds. */
    OVERTAKEN
  }

  /** Grades again; until it is over, attempts may come in, which are graded by the new version. */
  public Regraded run(Wanted wanted, Caller caller) throws InterruptedException {
    String assignment = wanted.assignment().id();
    if (!wanted.dryRun()) {
      assignments.change(assignment, before -> before.gradedBy(wanted.rubric().version()));
    }
    List<Difference> differences = new ArrayList<>();
    int examined = 0;
    Place after = null;
    while (true) {
      List<Graded> some = attempts.list(Filter.all(assignment), after, AT_A_TIME);
      for (Graded each : some) {
        examine(each, wanted, caller).ifPresent(differences::add);
      }
      examined += some.size();
      if (some.size() < AT_A_TIME) {
        return new Regraded(examined, List.copyOf(differences));
      }
      after = Place.of(some.getLast().attempt());
    }
  }

  private Optional<Difference> examine(Graded graded, Wanted wanted, Caller caller)
      throws InterruptedException {
    Result before = grades.result(graded.grade());
    Optional<Result> again = again(graded.attempt(), before, wanted.rubric());
    if (again.isEmpty()) {
      return Optional.of(new Difference(graded, null, List.of(), Decision.UNUSABLE, null));
    }
    Result fresh = again.get();
    List<Change> changes = changes(before, fresh);
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    Decision decision = decide(before, fresh, wanted.allowLower());
    KeptGrade now = null;
    if (decision == Decision.APPLIED && !wanted.dryRun()) {
      try {
        now = marking.supersede(graded, KeptGrade.Occasion.REGRADE, caller, fresh).grade();
      } catch (Overtaken meanwhile) {
        decision = Decision.OVERTAKEN;
      }
    }
    return Optional.of(new Difference(graded, fresh, changes, decision, now));
  }

  private static Decision decide(Result before, Result fresh, boolean allowLower) {
    if (fresh.state() == Result.State.ERROR) {
      return Decision.ERROR;
    }
    boolean lower =
        before.state() != Result.State.ERROR && fresh.score().compareTo(before.score()) < 0;
    return lower && !allowLower ? Decision.LOWER : Decision.APPLIED;
  }

  private Optional<Result> again(Attempt attempt, Result before, SoundRubrics.Sound rubric)
      throws InterruptedException {
    Optional<Trace> trace = trace(attempt);
    Optional<Answers> answers = KeptAnswers.read(attempt.answers(), rubric.rubric());
    if (trace.isEmpty() || answers.isEmpty()) {
      return Optional.empty();
    }
    Result graded =
        gradings.grade(
            rubric.rubric(), rubric.version(), rubric.sha256(), trace.get(), answers.get());
    return Optional.of(withPersonsPoints(graded, before));
  }

  /** Where somebody deleted the session, the subject's own was run again, and is the same. */
  private Optional<Trace> trace(Attempt attempt) {
    return histories
        .trace(attempt.session())
        .or(() ->
            assignments
                .variant(attempt.assignment(), attempt.subject())
                .map(Variant::session)
                .flatMap(histories::trace));
  }

  private static Result withPersonsPoints(Result graded, Result before) {
    return new Result(
        graded.rubric(),
        graded.version(),
        graded.rubricSha256(),
        graded.traceSha256(),
        graded.checks().stream().map(each -> withPersonsPoints(each, before)).toList());
  }

  private static CheckResult withPersonsPoints(CheckResult graded, Result before) {
    return graded.check() instanceof Check.Manual
        ? find(before, graded.id())
            .filter(given ->
                given.check() instanceof Check.Manual
                    && given.points() != null
                    && given.max().compareTo(graded.max()) == 0)
            .map(given ->
                new CheckResult(
                    graded.check(),
                    given.status(),
                    given.points(),
                    graded.given(),
                    given.feedback(),
                    null))
            .orElse(graded)
        : graded;
  }

  private static Optional<CheckResult> find(Result result, String check) {
    return result.checks().stream().filter(each -> each.id().equals(check)).findFirst();
  }

  private static List<Change> changes(Result before, Result after) {
    List<Change> changes = new ArrayList<>();
    for (CheckResult old : before.checks()) {
      CheckResult now = find(after, old.id()).orElse(null);
      if (now == null || !isSame(old, now)) {
        changes.add(new Change(old.id(), old, now));
      }
    }
    for (CheckResult now : after.checks()) {
      if (find(before, now.id()).isEmpty()) {
        changes.add(new Change(now.id(), null, now));
      }
    }
    return List.copyOf(changes);
  }

  private static boolean isSame(CheckResult one, CheckResult other) {
    return one.status() == other.status()
        && one.max().compareTo(other.max()) == 0
        && (one.points() == null
            || one.points().compareTo(Objects.requireNonNull(other.points())) == 0)
        && Objects.equals(one.given(), other.given())
        && Objects.equals(one.feedback(), other.feedback())
        && Objects.equals(one.misconception(), other.misconception());
  }
}
