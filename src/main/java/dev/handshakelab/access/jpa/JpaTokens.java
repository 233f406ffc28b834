package dev.handshakelab.access.jpa;

import dev.handshakelab.access.Role;
import dev.handshakelab.access.Token;
import dev.handshakelab.access.Tokens;
import dev.handshakelab.access.TokensUnreachable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.SessionFactory;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.JDBCConnectionException;
import org.jspecify.annotations.Nullable;

/** Tokens in a relational database: each question is one statement. */
final class JpaTokens implements Tokens {
  private final SessionFactory database;

  JpaTokens(SessionFactory database) {
    this.database = database;
  }

  @Override
  public boolean keep(Token token, String hash) {
    return asked(() -> {
      try {
        database.inStatelessTransaction(at -> at.insert(new TokenRow(token, hash)));
        return true;
      } catch (ConstraintViolationException taken) {
        return false;
      }
    });
  }

  @Override
  public Optional<Token> withHash(String hash) {
    return asked(() ->
        database.fromStatelessSession(at ->
            at
                .createSelectionQuery("from TokenRow where hash = :hash", TokenRow.class)
                .setParameter("hash", hash)
                .getResultList()
                .stream()
                .findFirst()
                .map(TokenRow::token)));
  }

  @Override
  public List<Token> list(@Nullable UUID before, int most) {
    String some = before == null ? "" : " where id < :before";
    return asked(() ->
        database.fromStatelessSession(at -> {
          var query =
              at.createSelectionQuery("from TokenRow" + some + " order by id desc", TokenRow.class);
          if (before != null) {
            query.setParameter("before", before);
          }
          return query.setMaxResults(most).getResultList().stream().map(TokenRow::token).toList();
        }));
  }

  @Override
  public boolean revoke(UUID id, Instant at) {
    return changed(
            "update TokenRow set revokedAt = coalesce(revokedAt, :at) where id = :id", id, at)
        > 0;
  }

  @Override
  public void used(UUID id, Instant at) {
    changed("update TokenRow set lastUsedAt = :at where id = :id", id, at);
  }

  private int changed(String update, UUID id, Instant at) {
    return asked(() ->
        database.fromStatelessTransaction(session ->
            session
                .createMutationQuery(update)
                .setParameter("id", id)
                .setParameter("at", at)
                .executeUpdate()));
  }

  @Override
  public boolean hasInstructor(Instant now) {
    return asked(() ->
        database.fromStatelessSession(at ->
            at.createSelectionQuery(
                        """
                        select count(*) from TokenRow where role = :role and revokedAt is null
                        and (expiresAt is null or expiresAt > :now)
                        """,
                        Long.class)
                    .setParameter("role", Role.INSTRUCTOR)
                    .setParameter("now", now)
                    .getSingleResult()
                > 0));
  }

  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (JDBCConnectionException away) {
      throw new TokensUnreachable(away);
    }
  }
}
