package dev.handshakelab.api.representation;

import dev.handshakelab.course.KeptGrade;
import dev.handshakelab.grading.Decimals;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What somebody handed in, with the grade that holds. */
public record AttemptResource(
    UUID id,
    String assignment,
    String subject,
    @Describe("of the subject's attempts, from 1") int number,
    GradeResource.GradingState state,
    @Describe("when the lab got it; grading again does not move it") Instant submittedAt,
    @Describe("the session that was graded") UUID session,
    @Describe("as they were sent, by check") JsonNode answers,
    GradeResource grade,
    @Describe("checks that are not shown one by one; their points count") int notShown,
    @Describe("every grade so far, the first one first; null for students and pipelines")
        @Nullable List<GradeEntryResource> history) {

  /** One grade of an attempt, in short. */
  public record GradeEntryResource(
      UUID id,
      @Nullable UUID supersedes,
      KeptGrade.Occasion occasion,
      @Describe("who caused it: the name of a token, or `local`") String by,
      Instant gradedAt,
      @Describe("of the rubric") int rubricVersion,
      GradeResource.GradingState state,
      @Describe("a decimal") String score,
      @Describe("a decimal") String maxScore) {

    public static GradeEntryResource of(KeptGrade grade) {
      return new GradeEntryResource(
          grade.id(),
          grade.supersedes(),
          grade.occasion(),
          grade.by(),
          grade.gradedAt(),
          grade.rubricVersion(),
          GradeResource.GradingState.valueOf(grade.state().name()),
          Decimals.text(grade.score()),
          Decimals.text(grade.maxScore()));
    }
  }
}
