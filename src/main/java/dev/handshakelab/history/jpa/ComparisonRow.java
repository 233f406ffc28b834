package dev.handshakelab.history.jpa;

import dev.handshakelab.history.Session.Status;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A comparison; what nobody searches for is JSON. */
@Entity
@Table(name = "comparison")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class ComparisonRow {
  @Id UUID id;

  @Enumerated(EnumType.STRING)
  Status status;

  @Nullable String failure;
  Instant createdAt;
  @Nullable UUID process;
  String told;

  ComparisonRow() {}

  ComparisonRow(UUID id, Status status, Instant createdAt, UUID process, String told) {
    this.id = id;
    this.status = status;
    this.createdAt = createdAt;
    this.process = process;
    this.told = told;
  }
}
