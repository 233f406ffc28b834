package dev.handshakelab.history.jpa;

import com.zaxxer.hikari.HikariDataSource;
import dev.handshakelab.TestDatabase;
import dev.handshakelab.history.ProcessLease;
import dev.handshakelab.jpa.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A fresh database of the kind that {@code lab.db} names, migrated and opened as the program opens
 * it, without the program around it.
 */
final class TestStorage implements AutoCloseable {
  static final List<String> TABLES_OF_SESSIONS =
      List.of(
          "session", "session_label", "connection", "segment", "delivery", "transition", "entry");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HikariDataSource pool = new HikariDataSource();
  private final SessionFactory database;
  private final Map<UUID, Begun> begun = new ConcurrentHashMap<>();

  TestStorage() {
    this(PATIENCE);
  }

  /**
   * @param patience how long who finds every connection in use waits for one, at least 250 ms; a
   *     pool keeps what it was opened with
   */
  TestStorage(Duration patience) {
    this(TestDatabase.fresh(), patience);
  }

  private TestStorage(JdbcConnectionDetails where, Duration patience) {
    this(where.getJdbcUrl(), where.getUsername(), where.getPassword(), patience);
  }

  /**
   * Where benchmarks store: a database that keeps what it committed, unlike that of the tests. The
   * system properties {@code lab.benchmark.url} and {@code .user} name it; by default H2 in a file.
   * Whatever is in it is removed.
   */
  static TestStorage forBenchmark() {
    return new TestStorage(
        System.getProperty(
            "lab.benchmark.url", "jdbc:h2:file:./target/benchmark/storing;WRITE_DELAY=0"),
        System.getProperty("lab.benchmark.user", "sa"),
        "",
        PATIENCE);
  }

  private TestStorage(
      String url, @Nullable String username, @Nullable String password, Duration patience) {
    pool.setConnectionTimeout(patience.toMillis());
    pool.setJdbcUrl(url);
    pool.setUsername(username);
    pool.setPassword(password);
    HistoryStorage.letRowsOfABatchTravelTogether(pool);
    var flyway = Flyway.configure().dataSource(pool).cleanDisabled(false).load();
    flyway.clean();
    flyway.migrate();
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
            IdempotencyKeyRow.class,
            KernelAccountRow.class,
            ComparisonRow.class)
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

  HikariDataSource pool() {
    return pool;
  }

  JpaHistories histories(ProcessLease lease) {
    return new JpaHistories(new Database(database), lease.process(), begun(lease));
  }

  JpaComparisons comparisons(ProcessLease lease) {
    return new JpaComparisons(new Database(database), lease.process(), begun(lease));
  }

  Processes processes(ProcessLease lease, InstantSource clock) {
    return new Processes(database, lease, clock, begun(lease));
  }

  private Begun begun(ProcessLease lease) {
    return begun.computeIfAbsent(lease.process(), none -> new Begun());
  }

  JpaIdempotencyKeys keys(ProcessLease lease, InstantSource clock) {
    return new JpaIdempotencyKeys(new Database(database), lease, clock);
  }

  /** Removes every row; who was there before has nothing under way any more. */
  void clear() {
    begun.clear();
    for (String table : TABLES_OF_SESSIONS) {
      execute("delete from " + table);
    }
    execute("delete from process");
    execute("delete from idempotency_key");
    execute("delete from kernel_account");
    execute("delete from comparison");
  }

  /** Lets the planner look at what is there. */
  void analyze() {
    execute("analyze");
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
