package dev.handshakelab.history.jpa;

import dev.handshakelab.history.IdempotencyKeys;
import dev.handshakelab.history.ProcessLease;
import dev.handshakelab.history.Session.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/**
 * The processes that share one database, and what is done about those that died. Nobody can tell a
 * dead process from a silent one; so each promises to be heard of again before its lease runs out,
 * and one that is not counts as dead, whatever it may still do.
 */
final class Processes {
  static final String ABANDONED =
      "the process that ran it stopped, or did not renew its lease, before it was over";

  static final String NOT_KEPT = "it ended, but its end could not be stored";

  private final SessionFactory database;
  private final ProcessLease lease;
  private final InstantSource clock;
  private final Begun begun;

  Processes(SessionFactory database, ProcessLease lease, InstantSource clock, Begun begun) {
    this.database = database;
    this.lease = lease;
    this.clock = clock;
    this.begun = begun;
  }

  /** Takes or renews the lease of this process. */
  void renew() {
    Instant until = clock.instant().plus(lease.length());
    database.inStatelessTransaction(at -> {
      int renewed =
          at.createMutationQuery("update ProcessRow set leaseUntil = :until where id = :id")
              .setParameter("until", until)
              .setParameter("id", lease.process())
              .executeUpdate();
      if (renewed == 0) {
        at.insert(new ProcessRow(lease.process(), until));
      }
    });
  }

  /** Gives the lease back: what is still RUNNING here will not be finished. */
  void leave() {
    database.inStatelessTransaction(at ->
        at.createMutationQuery("delete from ProcessRow where id = :id")
            .setParameter("id", lease.process())
            .executeUpdate());
  }

  /**
   * Marks the sessions and comparisons FAILED that nobody will finish: those of dead processes, and
   * those of this one whose end could not be stored. Forgets the dead processes, and the
   * idempotency keys whose time is over.
   *
   * @return how many sessions and comparisons
   */
  int clearAway() {
    Instant now = clock.instant();
    return database.fromStatelessTransaction(at -> {
      int failed = 0;
      for (String table : List.of("SessionRow", "ComparisonRow")) {
        failed += failAbandoned(at, table, now) + failNotKept(at, table);
      }
      at.createMutationQuery("delete from ProcessRow where leaseUntil <= :now and id <> :self")
          .setParameter("now", now)
          .setParameter("self", lease.process())
          .executeUpdate();
      at.createMutationQuery("delete from IdempotencyKeyRow where claimedAt <= :old")
          .setParameter("old", now.minus(IdempotencyKeys.KEPT))
          .executeUpdate();
      return failed;
    });
  }

  private static int failAbandoned(StatelessSession at, String table, Instant now) {
    return at.createMutationQuery(
            """
            update %s r set r.status = :failed, r.failure = :why, r.process = null
            where r.status = :running and not exists (
              select 1 from ProcessRow p where p.id = r.process and p.leaseUntil > :now)
            """
                .formatted(table))
        .setParameter("failed", Status.FAILED)
        .setParameter("why", ABANDONED)
        .setParameter("running", Status.RUNNING)
        .setParameter("now", now)
        .executeUpdate();
  }

  private int failNotKept(StatelessSession at, String table) {
    List<UUID> running =
        at.createSelectionQuery(
                "select id from %s where status = :running and process = :self".formatted(table),
                UUID.class)
            .setParameter("running", Status.RUNNING)
            .setParameter("self", lease.process())
            .getResultList();
    int failed = 0;
    for (UUID id : running) {
      // One that was just finished is not begun any more, but not RUNNING either.
      if (!begun.contains(id)) {
        failed +=
            at.createMutationQuery(
                    """
                    update %s set status = :failed, failure = :why, process = null
                    where id = :id and status = :running
                    """
                        .formatted(table))
                .setParameter("failed", Status.FAILED)
                .setParameter("why", NOT_KEPT)
                .setParameter("id", id)
                .setParameter("running", Status.RUNNING)
                .executeUpdate();
      }
    }
    return failed;
  }
}
