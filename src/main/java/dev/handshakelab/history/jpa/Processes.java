package dev.handshakelab.history.jpa;

import dev.handshakelab.history.IdempotencyKeys;
import dev.handshakelab.history.ProcessLease;
import dev.handshakelab.history.Session.Status;
import java.time.Instant;
import java.time.InstantSource;
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

  private final SessionFactory database;
  private final ProcessLease lease;
  private final InstantSource clock;

  Processes(SessionFactory database, ProcessLease lease, InstantSource clock) {
    this.database = database;
    this.lease = lease;
    this.clock = clock;
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
   * Marks the sessions of dead processes FAILED, forgets those processes, and the idempotency keys
   * whose time is over.
   *
   * @return how many sessions
   */
  int clearAway() {
    Instant now = clock.instant();
    return database.fromStatelessTransaction(at -> {
      int failed = failAbandoned(at, now);
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

  private static int failAbandoned(StatelessSession at, Instant now) {
    return at.createMutationQuery(
            """
            update SessionRow s set s.status = :failed, s.failure = :why, s.process = null
            where s.status = :running and not exists (
              select 1 from ProcessRow p where p.id = s.process and p.leaseUntil > :now)
            """)
        .setParameter("failed", Status.FAILED)
        .setParameter("why", ABANDONED)
        .setParameter("running", Status.RUNNING)
        .setParameter("now", now)
        .executeUpdate();
  }
}
