package dev.handshakelab.history.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claimed key and, once there is one, the answer. Key and body are kept as hashes: they are only
 * ever compared, and may be long or secret.
 */
@Entity
@Table(name = "idempotency_key")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class IdempotencyKeyRow {
  @Id byte[] id;
  byte[] request;
  UUID process;
  Instant claimedAt;
  @Nullable Integer status;
  @Nullable String headers;

  @Nullable String body;

  IdempotencyKeyRow() {}

  IdempotencyKeyRow(byte[] id, byte[] request, UUID process, Instant claimedAt) {
    this.id = id;
    this.request = request;
    this.process = process;
    this.claimedAt = claimedAt;
  }
}
