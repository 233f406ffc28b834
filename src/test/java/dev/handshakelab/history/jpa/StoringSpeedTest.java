package dev.handshakelab.history.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.handshakelab.history.ProcessLease;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many rows a second are stored: by {@code finish}, as the service does it, and by plain JDBC
 * batches of the same rows into the same tables with the same indexes, one transaction a session in
 * both. The plain way binds values that were made before; {@code finish} makes them from the trace.
 *
 * <p>Both ways take turns, since other load comes and goes, and the median of each is told. Where
 * to store is said by {@code lab.benchmark.url} and {@code .user}: for PostgreSQL, name a server
 * that syncs its log; by default it is H2 in a file.
 */
@Tag("benchmark")
class StoringSpeedTest {
  private static final int ROUNDS = Integer.getInteger("lab.benchmark.rounds", 12);
  private static final Duration ROUND = Duration.ofSeconds(2);

  private long made;

  /** Rows a second of wall time, and microseconds of this process's CPU time a row. */
  private record Speed(double rowsPerSecond, double cpuMicrosPerRow) {}

  private interface Way {
    void store(UUID id) throws SQLException;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000})
  void storing(int dataSegments) throws SQLException {
    var typical = new TypicalSession(dataSegments);
    var plain =
        new PlainRows(
            SessionRows.finished(
                typical.session(next()), typical.trace(), typical.measures(), false));
    var lease = new ProcessLease(next(), Duration.ofSeconds(30), Duration.ofSeconds(5));
    try (var storage = TestStorage.forBenchmark();
        Connection connection = storage.pool().getConnection()) {
      connection.setAutoCommit(false);
      var histories = storage.histories(lease);
      List<Speed> byFinish = new ArrayList<>();
      List<Speed> byPlainJdbc = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        byFinish.add(
            measure(
                plain.size(),
                id -> histories.finish(typical.session(id), typical.trace(), typical.measures())));
        byPlainJdbc.add(measure(plain.size(), id -> plain.store(id, connection)));
      }
      tell(plain.size(), byFinish, byPlainJdbc);
      assertThat(storage.count("session")).isEqualTo(made - 2);
    }
  }

  private Speed measure(int rows, Way way) throws SQLException {
    var machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long begin = System.nanoTime();
    long cpu = machine.getProcessCpuTime();
    long sessions = 0;
    while (System.nanoTime() - begin < ROUND.toNanos()) {
      way.store(next());
      sessions++;
    }
    double stored = sessions * (double) rows;
    return new Speed(
        stored * 1e9 / (System.nanoTime() - begin),
        (machine.getProcessCpuTime() - cpu) / 1e3 / stored);
  }

  /** The second half of the rounds: the first warms up. */
  private static void tell(int rows, List<Speed> finish, List<Speed> plain) {
    Speed ours = median(finish);
    Speed theirs = median(plain);
    System.out.printf(
        "%d rows a session: finish %.0f rows/s, %.1f us CPU/row; plain JDBC %.0f rows/s, %.1f us"
            + " CPU/row; share of its rate %.0f %%, of its CPU %.0f %%; load %.1f%n",
        rows,
        ours.rowsPerSecond,
        ours.cpuMicrosPerRow,
        theirs.rowsPerSecond,
        theirs.cpuMicrosPerRow,
        100 * ours.rowsPerSecond / theirs.rowsPerSecond,
        100 * theirs.cpuMicrosPerRow / ours.cpuMicrosPerRow,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static Speed median(List<Speed> rounds) {
    List<Speed> warm = rounds.subList(rounds.size() / 2, rounds.size());
    return new Speed(
        warm.stream().mapToDouble(Speed::rowsPerSecond).sorted().toArray()[warm.size() / 2],
        warm.stream().mapToDouble(Speed::cpuMicrosPerRow).sorted().toArray()[warm.size() / 2]);
  }

  /** Ids as the service gives them: of growing times, otherwise by chance. */
  private UUID next() {
    made++;
    Instant at = Instant.parse("2026-11-22T09:00:00Z").plusMillis(made / 4);
    long chance = made * 0x9e3779b97f4a7c15L;
    return new UUID(at.toEpochMilli() << 16 | 0x7000 | chance >>> 52, chance >>> 2 | 1L << 63);
  }
}
