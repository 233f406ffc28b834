package dev.handshakelab.access.jpa;

import dev.handshakelab.access.Role;
import dev.handshakelab.access.Token;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A token, without its text. */
@Entity
@Table(name = "access_token")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class TokenRow {
  @Id UUID id;

  /** SHA-256 of the text, in hex. */
  String hash;

  @Enumerated(EnumType.STRING)
  Role role;

  @Nullable String assignment;
  @Nullable String subject;
  String name;
  Instant createdAt;
  String createdBy;
  @Nullable Instant expiresAt;
  @Nullable Instant lastUsedAt;
  @Nullable Instant revokedAt;

  TokenRow() {}

  TokenRow(Token token, String hash) {
    this.id = token.id();
    this.hash = hash;
    this.role = token.role();
    this.assignment = token.assignment();
    this.subject = token.subject();
    this.name = token.name();
    this.createdAt = token.createdAt();
    this.createdBy = token.createdBy();
    this.expiresAt = token.expiresAt();
    this.lastUsedAt = token.lastUsedAt();
    this.revokedAt = token.revokedAt();
  }

  Token token() {
    return new Token(
        id,
        role,
        assignment,
        subject,
        name,
        createdAt,
        createdBy,
        expiresAt,
        lastUsedAt,
        revokedAt);
  }
}
