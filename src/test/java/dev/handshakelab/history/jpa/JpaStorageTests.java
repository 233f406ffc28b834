package dev.handshakelab.history.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.handshakelab.history.Comparisons;
import dev.handshakelab.history.ComparisonsContract;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.HistoriesContract;
import dev.handshakelab.history.IdempotencyKeys;
import dev.handshakelab.history.IdempotencyKeysContract;
import dev.handshakelab.history.ProcessLease;
import dev.handshakelab.history.SessionWalksContract;
import dev.handshakelab.history.TimingsContract;
import dev.handshakelab.jpa.Database;
import dev.handshakelab.scenario.KernelAccount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of histories, asked of a database. */
@Tag("database")
class JpaStorageTests {
  static final ProcessLease LEASE =
      new ProcessLease(new UUID(1, 1), Duration.ofSeconds(30), Duration.ofSeconds(5));

  private static final KernelAccount ACCOUNT =
      new KernelAccount(
          "netns-tun",
          "6.18.44",
          new KernelAccount.Completeness(false, true, true, 3, 4),
          new KernelAccount.SavedSyn("RQ==", true),
          new KernelAccount.HalfOpen("SYN_RECV", "RETRANSMIT", 1, 1_000_000),
          end(1),
          end(2),
          List.of(new KernelAccount.LinkDelivery(1, 1, 20_000_000, 20_100_000)));

  private static KernelAccount.EndAccount end(long number) {
    return new KernelAccount.EndAccount(
        new TreeMap<>(Map.of("state", number)),
        new TreeMap<>(),
        new TreeMap<>(Map.of("TcpExt.SyncookiesSent", number)),
        new TreeMap<>(Map.of("ipv4/tcp_sack", "1")));
  }

  private static TestStorage storage;

  @BeforeAll
  static void open() {
    storage = new TestStorage();
  }

  @AfterAll
  static void close() {
    storage.close();
  }

  private static Histories emptied() {
    storage.clear();
    return storage.histories(LEASE);
  }

  @Nested
  class Keeping extends HistoriesContract {
    @Override
    protected Histories empty() {
      return emptied();
    }

    @Test
    void deletionLeavesNoRow() {
      var kept = rich(1);
      kept.keepIn(histories);
      for (String table : TestStorage.TABLES_OF_SESSIONS) {
        if (!table.equals("session_label")) {
          assertThat(storage.count(table)).as(table).isPositive();
        }
      }

      histories.delete(kept.id());

      for (String table : TestStorage.TABLES_OF_SESSIONS) {
        assertThat(storage.count(table)).as(table).isZero();
      }
    }

    @Test
    void whatFailsHalfWayLeavesNoRow() {
      var kept = rich(2);
      storage.refuse("entry");
      try {
        assertThat(catchThrowable(() -> kept.keepIn(histories))).isNotNull();
      } finally {
        storage.accept("entry");
      }

      for (String table : TestStorage.TABLES_OF_SESSIONS) {
        assertThat(storage.count(table)).as(table).isZero();
      }
      kept.keepIn(histories);
      assertThat(histories.trace(kept.id())).contains(traceOf(kept));
    }

    /** Of one that never began, and of one that did. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAKernelSaidIsKeptWithTheEndOrNeither(boolean begun) {
      var accounts = new JpaKernelAccounts(new Database(storage.database()));
      var kept = rich(3);
      if (begun) {
        histories.begin(kept.running());
      }
      storage.execute("insert into kernel_account values ('" + kept.id() + "', 'in the way')");

      assertThat(
              catchThrowable(
                  () -> histories.finish(kept.session(), kept.trace(), kept.measures(), ACCOUNT)))
          .isNotNull();

      assertThat(storage.count("entry")).isZero();
      storage.execute("delete from kernel_account");
      if (begun) {
        return;
      }
      histories.finish(kept.session(), kept.trace(), kept.measures(), ACCOUNT);
      assertThat(accounts.find(kept.id())).contains(ACCOUNT);
      assertThat(histories.trace(kept.id())).contains(traceOf(kept));
      histories.delete(kept.id());
      assertThat(storage.count("kernel_account")).isZero();
    }
  }

  @Nested
  class Walking extends SessionWalksContract {
    @Override
    protected Histories empty() {
      return emptied();
    }
  }

  @Nested
  class Compared extends ComparisonsContract {
    @Override
    protected Comparisons empty() {
      storage.clear();
      return storage.comparisons(LEASE);
    }
  }

  @Nested
  class Timing extends TimingsContract {
    @Override
    protected Histories empty() {
      return emptied();
    }
  }

  @Nested
  class Keys extends IdempotencyKeysContract {
    @Override
    protected void beginEmpty() {
      storage.clear();
    }

    @Override
    protected IdempotencyKeys keys(ProcessLease process) {
      return storage.keys(process, clock);
    }

    @Override
    protected void renew(ProcessLease process) {
      storage.processes(process, clock).renew();
    }

    @Override
    protected void clearAway(ProcessLease process) {
      storage.processes(process, clock).clearAway();
    }
  }
}
