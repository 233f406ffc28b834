package dev.handshakelab.history.jpa;

import com.zaxxer.hikari.HikariDataSource;
import dev.handshakelab.TestDatabase;
import dev.handshakelab.history.ProcessLease;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/**
 * A fresh database of the kind that {@code lab.db} names, migrated and opened as the program opens
 * it, without the program around it.
 */
final class TestStorage implements AutoCloseable {
  static final List<String> TABLES_OF_SESSIONS =
      List.of(
          "session", "session_label", "connection", "segment", "delivery", "transition", "entry");

  private final HikariDataSource pool = new HikariDataSource();
  private final SessionFactory database;

  TestStorage() {
    var where = TestDatabase.fresh();
    pool.setJdbcUrl(where.getJdbcUrl());
    pool.setUsername(where.getUsername());
    pool.setPassword(where.getPassword());
    HistoryStorage.letRowsOfABatchTravelTogether(pool);
    Flyway.configure().dataSource(pool).load().migrate();
    database = open(pool);
  }

  static SessionFactory open(DataSource pool) {
    return new HibernatePersistenceConfiguration("lab")
        .managedClasses(
            SessionRow.class,
            LabelRow.class,
            ConnectionRow.class,
            SegmentRow.class,
            DeliveryRow.class,
            TransitionRow.class,
            EntryRow.class,
            ProcessRow.class,
            IdempotencyKeyRow.class)
        .managedClasses(CauseColumns.class)
        .property("jakarta.persistence.nonJtaDataSource", pool)
        .property("hibernate.physical_naming_strategy", new PhysicalNamingStrategySnakeCaseImpl())
        .property("hibernate.hbm2ddl.auto", "validate")
        .property("hibernate.jdbc.batch_size", 1000)
        .createEntityManagerFactory();
  }

  SessionFactory database() {
    return database;
  }

  DataSource pool() {
    return pool;
  }

  JpaHistories histories(ProcessLease lease) {
    return new JpaHistories(database, lease.process());
  }

  Processes processes(ProcessLease lease, InstantSource clock) {
    return new Processes(database, lease, clock);
  }

  JpaIdempotencyKeys keys(ProcessLease lease, InstantSource clock) {
    return new JpaIdempotencyKeys(database, lease, clock);
  }

  /** Removes every row. */
  void clear() {
    for (String table : TABLES_OF_SESSIONS) {
      execute("delete from " + table);
    }
    execute("delete from process");
    execute("delete from idempotency_key");
  }

  /** Makes a table refuse every row until it accepts again. */
  void refuse(String table) {
    execute("alter table %1$s add constraint no_%1$s check (entry_no < 0)".formatted(table));
  }

  void accept(String table) {
    execute("alter table %1$s drop constraint no_%1$s".formatted(table));
  }

  void execute(String sql) {
    database.inStatelessTransaction(at -> at.createNativeMutationQuery(sql).executeUpdate());
  }

  /** The number of rows of a table. */
  long count(String table) {
    return database.fromStatelessSession(
        at -> at.createNativeQuery("select count(*) from " + table, Long.class).getSingleResult());
  }

  @Override
  public void close() {
    database.close();
    pool.close();
  }
}
