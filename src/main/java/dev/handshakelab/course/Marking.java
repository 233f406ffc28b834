package dev.handshakelab.course;

import dev.handshakelab.access.Caller;
import dev.handshakelab.course.Attempts.Graded;
import dev.handshakelab.grading.Check;
import dev.handshakelab.grading.CheckResult;
import dev.handshakelab.grading.CheckResult.Status;
import dev.handshakelab.grading.Result;
import dev.handshakelab.history.TimeOrderedId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A person gives points, which makes a grade that takes the place of the one before. Only what a
 * rubric leaves to a person can be marked: what the lab grades comes out the same again, so a
 * mistake in it is mended in the rubric, for everybody.
 */
public final class Marking {
  private final Attempts attempts;
  private final Grades grades;
  private final InstantSource clock;
  private final LongSupplier chance;

  /**
   * @param chance 64 bits that cannot be foretold, at each call
   */
  public Marking(Attempts attempts, Grades grades, InstantSource clock, LongSupplier chance) {
    this.attempts = attempts;
    this.grades = grades;
    this.clock = clock;
    this.chance = chance;
  }

  /**
   * Marks one check of a grade.
   *
   * @param of the attempt, and the grade that whoever marks has seen
   * @param points 0 to what the check is worth
   * @param comment what the student is told; null for nothing
   * @throws Overtaken when another grade holds by now
   */
  public Graded mark(
      Graded of, Check.Manual check, BigDecimal points, @Nullable String comment, Caller caller)
      throws Overtaken, InterruptedException {
    Result before = grades.result(of.grade());
    List<CheckResult> checks =
        before.checks().stream()
            .map(each -> each.id().equals(check.id()) ? marked(each, points, comment) : each)
            .toList();
    Result marked =
        new Result(
            before.rubric(), before.version(), before.rubricSha256(), before.traceSha256(), checks);
    return supersede(of, KeptGrade.Occasion.MANUAL, caller, marked);
  }

  private static CheckResult marked(
      CheckResult before, BigDecimal points, @Nullable String comment) {
    Status status =
        points.compareTo(before.max()) >= 0
            ? Status.PASSED
            : points.signum() > 0 ? Status.PARTIAL : Status.FAILED;
    return new CheckResult(before.check(), status, points, before.given(), comment, null);
  }

  /**
   * Adds a grade behind the one that was looked at.
   *
   * @throws Overtaken when that one does not hold any more
   */
  Graded supersede(Graded seen, KeptGrade.Occasion occasion, Caller caller, Result result)
      throws Overtaken {
    Attempt attempt = seen.attempt();
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    UUID id = TimeOrderedId.of(at, chance);
    KeptGrade next = seen.grade().next(id, occasion, caller.name(), at, result);
    KeptGrade holds =
        attempts.hold(
            attempt.assignment(),
            attempt.subject(),
            held -> {
              KeptGrade current =
                  held.find(attempt.id())
                      .orElseThrow(() -> new IllegalStateException("an attempt is gone"))
                      .grade();
              if (!current.id().equals(seen.grade().id())) {
                return current;
              }
              held.supersede(next);
              return next;
            });
    if (!holds.id().equals(id)) {
      throw new Overtaken(holds.id());
    }
    return new Graded(attempt.with(next), next);
  }
}
