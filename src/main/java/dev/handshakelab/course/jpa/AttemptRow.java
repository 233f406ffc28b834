package dev.handshakelab.course.jpa;

import dev.handshakelab.course.Attempt;
import dev.handshakelab.grading.Result;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** What somebody handed in. Only which grade holds is ever changed. */
@Entity
@Table(name = "attempt")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class AttemptRow {
  @Id UUID id;
  String assignmentId;
  String subject;
  int number;
  Instant submittedAt;
  String submittedBy;
  UUID sessionId;
  String answers;
  UUID gradeId;

  @Enumerated(EnumType.STRING)
  Result.State state;

  AttemptRow() {}

  AttemptRow(Attempt attempt) {
    id = attempt.id();
    assignmentId = attempt.assignment();
    subject = attempt.subject();
    number = attempt.number();
    submittedAt = attempt.submittedAt();
    submittedBy = attempt.submittedBy();
    sessionId = attempt.session();
    answers = attempt.answers();
    gradeId = attempt.grade();
    state = attempt.state();
  }

  Attempt attempt() {
    return new Attempt(
        id,
        assignmentId,
        subject,
        number,
        submittedAt,
        submittedBy,
        sessionId,
        answers,
        gradeId,
        state);
  }
}
