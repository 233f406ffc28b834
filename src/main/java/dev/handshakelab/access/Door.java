package dev.handshakelab.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Says who a caller is by the token that is shown. Whoever shows one is what the token says, on an
 * open lab too, so that what a student can do is tried out on any machine.
 */
public final class Door {
  /** The time of last use is written this often, so that not every call writes. */
  private static final Duration USE_NOTED = Duration.ofMinutes(1);

  private final Tokens tokens;
  private final boolean open;
  private final InstantSource clock;

  /**
   * @param open whether nobody has to show a token
   */
  public Door(Tokens tokens, boolean open, InstantSource clock) {
    this.tokens = tokens;
    this.open = open;
    this.clock = clock;
  }

  /** Whether nobody has to show a token. */
  public boolean isOpen() {
    return open;
  }

  /** Who it is, or why nobody knows. */
  public sealed interface Answer {
    record Known(Caller caller) implements Answer {}

    /** No token was shown where one is needed. */
    record Nobody() implements Answer {}

    /**
     * What was shown is good for nothing.
     *
     * @param why for whoever shows it
     */
    record Refused(String why) implements Answer {}
  }

  /**
   * @param shown as text, null when nothing was shown
   * @throws TokensUnreachable when nobody can say now
   */
  public Answer ask(@Nullable String shown) {
    if (shown == null) {
      return open ? new Answer.Known(Caller.OPEN) : new Answer.Nobody();
    }
    return TokenText.read(shown)
        .flatMap(text -> tokens.withHash(text.hash()))
        .map(this::known)
        .orElseGet(() -> new Answer.Refused("the lab has made no such token"));
  }

  private Answer known(Token token) {
    Instant now = clock.instant();
    if (token.isRevoked()) {
      return new Answer.Refused("the token was revoked");
    }
    if (token.isExpired(now)) {
      return new Answer.Refused("the token expired at " + token.expiresAt());
    }
    Instant last = token.lastUsedAt();
    if (last == null || !now.isBefore(last.plus(USE_NOTED))) {
      tokens.used(token.id(), now);
    }
    return new Answer.Known(token.caller());
  }
}
