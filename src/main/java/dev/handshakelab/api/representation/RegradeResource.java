package dev.handshakelab.api.representation;

import dev.handshakelab.course.Regrading;
import dev.handshakelab.course.Regrading.Change;
import dev.handshakelab.course.Regrading.Difference;
import dev.handshakelab.course.Regrading.Regraded;
import dev.handshakelab.course.Regrading.Wanted;
import dev.handshakelab.grading.CheckResult;
import dev.handshakelab.grading.Decimals;
import dev.handshakelab.grading.Result;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What grading again came to. */
public record RegradeResource(
    String assignment,
    int rubricVersion,
    @Describe("whether nothing was changed by it") boolean dryRun,
    boolean allowLower,
    @Describe("attempts that were graded again") int examined,
    @Describe("those that came out otherwise") int changed,
    @Describe("those to which a new grade was given; in a dry run none") int applied,
    List<RegradedAttemptResource> differences) {

  public static RegradeResource of(Wanted wanted, Regraded regraded) {
    List<Difference> differences = regraded.differences();
    return new RegradeResource(
        wanted.assignment().id(),
        wanted.rubric().version(),
        wanted.dryRun(),
        wanted.allowLower(),
        regraded.examined(),
        differences.size(),
        Math.toIntExact(differences.stream().filter(each -> each.now() != null).count()),
        differences.stream().map(RegradedAttemptResource::of).toList());
  }

  /** One attempt that comes out otherwise. */
  public record RegradedAttemptResource(
      String subject,
      UUID attempt,
      Regrading.Decision decision,
      @Describe("before") GradeStandingResource old,
      @Describe("as graded again; null when that could not be done")
          @Nullable GradeStandingResource fresh,
      @Describe("those that changed") List<CheckChangeResource> checks) {
    static RegradedAttemptResource of(Difference difference) {
      Result fresh = difference.fresh();
      return new RegradedAttemptResource(
          difference.old().attempt().subject(),
          difference.old().attempt().id(),
          difference.decision(),
          GradeStandingResource.of(
              difference.old().grade().id(),
              difference.old().grade().state(),
              difference.old().grade().score(),
              difference.old().grade().maxScore()),
          fresh == null
              ? null
              : GradeStandingResource.of(
                  difference.now() == null ? null : difference.now().id(),
                  fresh.state(),
                  fresh.score(),
                  fresh.maxScore()),
          difference.checks().stream().map(CheckChangeResource::of).toList());
    }
  }

  /** A grade in short. */
  public record GradeStandingResource(
      @Describe("null when it is not kept") @Nullable UUID grade,
      GradeResource.GradingState state,
      @Describe("a decimal") String score,
      @Describe("a decimal") String maxScore) {
    static GradeStandingResource of(
        @Nullable UUID grade, Result.State state, BigDecimal score, BigDecimal maxScore) {
      return new GradeStandingResource(
          grade,
          GradeResource.GradingState.valueOf(state.name()),
          Decimals.text(score),
          Decimals.text(maxScore));
    }
  }

  /** One check before and after; null where it is in one of the versions only. */
  public record CheckChangeResource(
      String id, @Nullable CheckStandingResource old, @Nullable CheckStandingResource fresh) {
    static CheckChangeResource of(Change change) {
      return new CheckChangeResource(
          change.check(),
          CheckStandingResource.of(change.before()),
          CheckStandingResource.of(change.after()));
    }
  }

  /** A check in short. */
  public record CheckStandingResource(
      GradeResource.CheckStatus status,
      @Describe("a decimal; null for ERROR and PENDING") @Nullable String points,
      @Describe("a decimal") String max,
      @Nullable String feedback) {
    static @Nullable CheckStandingResource of(@Nullable CheckResult check) {
      return check == null
          ? null
          : new CheckStandingResource(
              GradeResource.CheckStatus.valueOf(check.status().name()),
              check.points() == null ? null : Decimals.text(check.points()),
              Decimals.text(check.max()),
              check.feedback());
    }
  }
}
