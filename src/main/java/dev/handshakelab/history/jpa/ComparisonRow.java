package dev.handshakelab.history.jpa;

import dev.handshakelab.history.Compared;
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

  /** Null of one that was kept before comparisons were searched for. */
  @Nullable String scenario;

  /** Whose it is: both null for nobody's in particular. */
  @Nullable String ownerAssignment;

  @Nullable String ownerSubject;
  String told;

  ComparisonRow() {}

  /**
   * @param told all of it, as JSON
   */
  ComparisonRow(Compared running, UUID process, String told) {
    this.id = running.id();
    this.status = running.status();
    this.createdAt = running.createdAt();
    this.process = process;
    this.scenario = running.scenario();
    this.ownerAssignment = running.owner() == null ? null : running.owner().assignment();
    this.ownerSubject = running.owner() == null ? null : running.owner().subject();
    this.told = told;
  }
}
