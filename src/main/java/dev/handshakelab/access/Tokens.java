package dev.handshakelab.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Every token that was ever made, each found by the hash of its text. What a method of this
 * returned from is kept, and true at once for every process on the same database.
 *
 * <p>Methods throw {@link TokensUnreachable} when where they are kept cannot be asked now.
 */
public interface Tokens {
  /**
   * Keeps a new token.
   *
   * @param hash of its text
   * @return false when there is one with that id, which stays as it is
   */
  boolean keep(Token token, String hash);

  Optional<Token> withHash(String hash);

  /**
   * Newest first.
   *
   * @param before only those that were made before the one of this id, which need not be there
   */
  List<Token> list(@Nullable UUID before, int most);

  /**
   * Makes it good for nothing from now on. One that was revoked before stays so from then.
   *
   * @return false when there is none
   */
  boolean revoke(UUID id, Instant at);

  /** Notes that it was used. */
  void used(UUID id, Instant at);

  /** Whether any instructor's token is good now: whether anybody could get in. */
  boolean hasInstructor(Instant now);
}
