package dev.handshakelab.jpa;

import dev.handshakelab.scenario.NoCapacity;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.JDBCConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * The database as those see it who answer calls: when it is away, or every connection to it is in
 * use for longer than anybody waits for one, there is no capacity now, and nothing is wrong with
 * the call.
 */
public final class Database {
  private final SessionFactory database;

  public Database(SessionFactory database) {
    this.database = database;
  }

  /** Looks, each query for itself. */
  public <T extends @Nullable Object> T read(Function<StatelessSession, T> question) {
    return orNoCapacity(database::fromStatelessSession, question);
  }

  /** Looks and changes in one transaction. */
  public <T extends @Nullable Object> T change(Function<StatelessSession, T> change) {
    return orNoCapacity(database::fromStatelessTransaction, change);
  }

  /** Writes in one transaction. */
  public void write(Consumer<StatelessSession> rows) {
    var _ =
        change(at -> {
          rows.accept(at);
          return true;
        });
  }

  /**
   * Writes in one transaction.
   *
   * @return false when a row of that key is there already
   */
  public boolean insert(Consumer<StatelessSession> rows) {
    try {
      write(rows);
      return true;
    } catch (ConstraintViolationException alreadyThere) {
      return false;
    }
  }

  private static <T extends @Nullable Object> T orNoCapacity(
      Function<Function<StatelessSession, T>, T> how, Function<StatelessSession, T> what) {
    try {
      return how.apply(what);
    } catch (JDBCConnectionException away) {
      throw new NoCapacity("the database has no connection free", away);
    }
  }
}
