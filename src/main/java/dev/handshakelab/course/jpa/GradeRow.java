package dev.handshakelab.course.jpa;

import dev.handshakelab.course.KeptGrade;
import dev.handshakelab.grading.Decimals;
import dev.handshakelab.grading.Result;
import dev.handshakelab.wire.Octets;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One grade. A row is never changed. */
@Entity
@Table(name = "grade")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class GradeRow {
  @Id UUID id;
  UUID attemptId;
  int number;
  @Nullable UUID supersedes;

  @Enumerated(EnumType.STRING)
  KeptGrade.Occasion occasion;

  String gradedBy;
  Instant gradedAt;
  String rubricId;
  int rubricVersion;

  @Enumerated(EnumType.STRING)
  Result.State state;

  String score;
  String maxScore;
  String result;
  String resultSha256;

  GradeRow() {}

  GradeRow(KeptGrade grade) {
    id = grade.id();
    attemptId = grade.attempt();
    number = grade.number();
    supersedes = grade.supersedes();
    occasion = grade.occasion();
    gradedBy = grade.by();
    gradedAt = grade.gradedAt();
    rubricId = grade.rubricId();
    rubricVersion = grade.rubricVersion();
    state = grade.state();
    score = Decimals.text(grade.score());
    maxScore = Decimals.text(grade.maxScore());
    result = new String(grade.result().toArray(), StandardCharsets.UTF_8);
    resultSha256 = grade.resultSha256();
  }

  KeptGrade grade() {
    return new KeptGrade(
        id,
        attemptId,
        number,
        supersedes,
        occasion,
        gradedBy,
        gradedAt,
        rubricId,
        rubricVersion,
        state,
        new BigDecimal(score),
        new BigDecimal(maxScore),
        Octets.of(result.getBytes(StandardCharsets.UTF_8)),
        resultSha256);
  }
}
