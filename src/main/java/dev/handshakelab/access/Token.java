package dev.handshakelab.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token: everything but its text, which whoever made it was shown once. A
 * revoked one is still listed, since what was done with it is kept under its name.
 *
 * @param id sorts by time of creation
 * @param assignment the only assignment it is good for; see {@link Caller}
 * @param subject whose it is, for a student's
 * @param name what is kept of who did something with it
 * @param createdBy the name of whoever made it
 * @param expiresAt from then on it is good for nothing, null for never
 * @param lastUsedAt to about a minute, null when it was not used yet
 * @param revokedAt null while it was not
 */
public record Token(
    UUID id,
    Role role,
    @Nullable String assignment,
    @Nullable String subject,
    String name,
    Instant createdAt,
    String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt) {

  public Token {
    var _ = new Caller(role, assignment, subject, name, id); // says what cannot be
  }

  /** Whoever shows it. */
  public Caller caller() {
    return new Caller(role, assignment, subject, name, id);
  }

  public boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  public boolean isRevoked() {
    return revokedAt != null;
  }
}
