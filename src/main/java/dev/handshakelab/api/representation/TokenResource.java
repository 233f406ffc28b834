package dev.handshakelab.api.representation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.handshakelab.access.Role;
import dev.handshakelab.access.Token;
import dev.handshakelab.access.TokenText;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A token. */
public record TokenResource(
    @Describe("a UUID of version 7, so ids sort by time of creation") UUID id,
    @Describe("its text, which is shown in the answer to its making and never again")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String token,
    Role role,
    @Describe("what is kept of who did something with it") String name,
    @Describe("the only assignment it is good for, null when that is not limited")
        @Nullable String assignment,
    @Describe("whose it is, for a student's") @Nullable String subject,
    Instant createdAt,
    @Describe(
            "the name of the token it was made with; `local` on an open lab, `the lab` for the"
                + " first one")
        String createdBy,
    @Describe("from then on it is good for nothing, null for never") @Nullable Instant expiresAt,
    @Describe("to about a minute, null when it was not used yet") @Nullable Instant lastUsedAt,
    @Describe("null while it is not revoked") @Nullable Instant revokedAt) {

  public static TokenResource of(Token token) {
    return of(token, null);
  }

  /** With its text: for whoever made it. */
  public static TokenResource made(Token token, TokenText text) {
    return of(token, text.reveal());
  }

  private static TokenResource of(Token token, @Nullable String text) {
    return new TokenResource(
        token.id(),
        text,
        token.role(),
        token.name(),
        token.assignment(),
        token.subject(),
        token.createdAt(),
        token.createdBy(),
        token.expiresAt(),
        token.lastUsedAt(),
        token.revokedAt());
  }
}
