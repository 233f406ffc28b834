package dev.handshakelab.history.jpa;

import dev.handshakelab.history.Session;
import dev.handshakelab.history.Session.Status;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Trace;
import java.util.List;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/**
 * Writes and deletes the rows of sessions, inside a transaction that others begin and end. The
 * session's own row is locked before anything else of it is touched, so that its rows are all there
 * or none.
 */
final class SessionWriter {
  private final StatelessSession database;

  SessionWriter(StatelessSession database) {
    this.database = database;
  }

  void begin(Session running, UUID process) {
    if (running.status() != Status.RUNNING) {
      throw new IllegalArgumentException(
          "session " + running.id() + " is " + running.status() + ", only a RUNNING one begins");
    }
    SessionRows rows = SessionRows.running(running, process);
    database.insert(rows.session());
    rows.others().forEach(database::insertMultiple);
  }

  /** Keeps a session that was not begun. */
  void keep(Session finished, @Nullable Trace trace, List<Measures> measures) {
    finished.requireItsOwn(trace, measures);
    SessionRows rows = SessionRows.finished(finished, trace, measures, false);
    try {
      database.insert(rows.session());
    } catch (ConstraintViolationException taken) {
      throw new IllegalStateException("session " + finished.id() + " is kept already", taken);
    }
    rows.others().forEach(database::insertMultiple);
  }

  /** Keeps the end of a session that was begun. */
  void finish(Session finished, @Nullable Trace trace, List<Measures> measures) {
    finished.requireItsOwn(trace, measures);
    SessionRow begun = locked(finished.id());
    if (begun == null || begun.status != Status.RUNNING) {
      throw new IllegalStateException(
          "session "
              + finished.id()
              + (begun == null
                  ? " is gone"
                  : " is " + begun.status + " already: " + begun.failure));
    }
    SessionRows rows = SessionRows.finished(finished, trace, measures, true);
    database.update(rows.session());
    rows.others().forEach(database::insertMultiple);
  }

  @Nullable Status delete(UUID id) {
    SessionRow row = locked(id);
    if (row == null || row.status == Status.RUNNING) {
      return row == null ? null : row.status;
    }
    for (Class<?> table : SessionRows.OTHER_TABLES) {
      database
          .createMutationQuery(
              "delete from %s where sessionId = :id".formatted(table.getSimpleName()))
          .setParameter("id", id)
          .executeUpdate();
    }
    database
        .createMutationQuery("delete from KernelAccountRow where sessionId = :id")
        .setParameter("id", id)
        .executeUpdate();
    database.delete(row);
    return row.status;
  }

  private @Nullable SessionRow locked(UUID id) {
    return database.get(SessionRow.class, id, LockMode.PESSIMISTIC_WRITE);
  }
}
