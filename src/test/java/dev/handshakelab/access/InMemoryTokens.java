package dev.handshakelab.access;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps tokens for as long as the test runs. */
public final class InMemoryTokens implements Tokens {
  private final Map<UUID, Token> kept = new HashMap<>();
  private final Map<String, UUID> byHash = new HashMap<>();

  @Override
  public boolean keep(Token token, String hash) {
    if (kept.putIfAbsent(token.id(), token) != null) {
      return false;
    }
    byHash.put(hash, token.id());
    return true;
  }

  @Override
  public Optional<Token> withHash(String hash) {
    return Optional.ofNullable(byHash.get(hash)).map(kept::get);
  }

  @Override
  public List<Token> list(@Nullable UUID before, int most) {
    return kept.values().stream()
        .filter(token -> before == null || token.id().toString().compareTo(before.toString()) < 0)
        .sorted(Comparator.comparing((Token token) -> token.id().toString()).reversed())
        .limit(most)
        .toList();
  }

  @Override
  public boolean revoke(UUID id, Instant at) {
    return kept.computeIfPresent(
            id,
            (same, was) ->
                changed(was, was.lastUsedAt(), was.revokedAt() == null ? at : was.revokedAt()))
        != null;
  }

  @Override
  public void used(UUID id, Instant at) {
    kept.computeIfPresent(id, (same, was) -> changed(was, at, was.revokedAt()));
  }

  private static Token changed(
      Token was, @Nullable Instant lastUsedAt, @Nullable Instant revokedAt) {
    return new Token(
        was.id(),
        was.role(),
        was.assignment(),
        was.subject(),
        was.name(),
        was.createdAt(),
        was.createdBy(),
        was.expiresAt(),
        lastUsedAt,
        revokedAt);
  }

  @Override
  public boolean hasInstructor(Instant now) {
    return kept.values().stream()
        .anyMatch(token ->
            token.role() == Role.INSTRUCTOR && !token.isRevoked() && !token.isExpired(now));
  }
}
