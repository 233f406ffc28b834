package dev.handshakelab.history.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A process and until when it counts as alive. */
@Entity
@Table(name = "process")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class ProcessRow {
  @Id UUID id;
  Instant leaseUntil;

  ProcessRow() {}

  ProcessRow(UUID id, Instant leaseUntil) {
    this.id = id;
    this.leaseUntil = leaseUntil;
  }
}
