package dev.handshakelab.course.jpa;

import dev.handshakelab.course.Assignment;
import dev.handshakelab.course.AttemptPolicy;
import dev.handshakelab.course.Secret;
import dev.handshakelab.wire.Octets;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An assignment, with its secret. */
@Entity
@Table(name = "assignment")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class AssignmentRow {
  @Id String id;
  String title;
  String rubricId;
  int rubricVersion;

  @Enumerated(EnumType.STRING)
  Assignment.Variants variants;

  @Nullable Integer maxAttempts;
  int cooldownSeconds;

  @Enumerated(EnumType.STRING)
  AttemptPolicy.Keep keepWhich;

  @Nullable Instant releaseAt;
  byte[] secret;
  Instant createdAt;

  AssignmentRow() {}

  AssignmentRow(Assignment assignment) {
    AttemptPolicy policy = assignment.attempts();
    id = assignment.id();
    title = assignment.title();
    rubricId = assignment.rubricId();
    rubricVersion = assignment.rubricVersion();
    variants = assignment.variants();
    maxAttempts = policy.max();
    cooldownSeconds = Math.toIntExact(policy.cooldown().toSeconds());
    keepWhich = policy.keep();
    releaseAt = assignment.releaseAt();
    secret = assignment.secret().octets().toArray();
    createdAt = assignment.createdAt();
  }

  Assignment assignment() {
    return new Assignment(
        id,
        title,
        rubricId,
        rubricVersion,
        variants,
        new AttemptPolicy(maxAttempts, Duration.ofSeconds(cooldownSeconds), keepWhich),
        releaseAt,
        Secret.of(Octets.of(secret)),
        createdAt);
  }
}
