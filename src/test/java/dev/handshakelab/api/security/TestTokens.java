package dev.handshakelab.api.security;

import dev.handshakelab.access.Role;
import dev.handshakelab.access.Token;
import dev.handshakelab.access.TokenText;
import dev.handshakelab.access.Tokens;
import dev.handshakelab.history.TimeOrderedId;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Makes tokens behind the service's back, as the first one is made. */
public final class TestTokens {
  private static final SecureRandom CHANCE = new SecureRandom();

  private final Tokens tokens;

  public TestTokens(Tokens tokens) {
    this.tokens = tokens;
  }

  /** A token with its text. */
  public record Made(Token token, String text) {
    /** What the header Authorization says. */
    public String bearer() {
      return "Bearer " + text;
    }
  }

  public Made instructor() {
    return make(Role.INSTRUCTOR, null, null, null);
  }

  public Made student(String subject) {
    return make(Role.STUDENT, null, subject, null);
  }

  public Made pipeline(String assignment) {
    return make(Role.PIPELINE, assignment, null, null);
  }

  /**
   * One of this role, limited to assignment {@code hs1} or subject {@code s_1} where it must be.
   */
  public Made of(Role role) {
    return switch (role) {
      case INSTRUCTOR -> instructor();
      case GRADER -> make(Role.GRADER, null, null, null);
      case PIPELINE -> pipeline("hs1");
      case STUDENT -> student("s_1");
    };
  }

  public Made revoked(Role role) {
    Made made = of(role);
    tokens.revoke(made.token().id(), Instant.now());
    return made;
  }

  public Made make(
      Role role,
      @Nullable String assignment,
      @Nullable String subject,
      @Nullable Instant expiresAt) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    TokenText text = TokenText.of(role, CHANCE::nextLong);
    Token token =
        new Token(
            TimeOrderedId.of(now, CHANCE::nextLong),
            role,
            assignment,
            subject,
            "a " + role,
            now,
            "the test",
            expiresAt,
            null,
            null);
    tokens.keep(token, text.hash());
    return new Made(token, text.reveal());
  }
}
