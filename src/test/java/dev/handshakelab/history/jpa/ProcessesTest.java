package dev.handshakelab.history.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.handshakelab.history.Compared;
import dev.handshakelab.history.Comparisons;
import dev.handshakelab.history.ComparisonsContract;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.ProcessLease;
import dev.handshakelab.history.RandomSessions;
import dev.handshakelab.history.RandomSessions.Kept;
import dev.handshakelab.history.Session.Status;
import dev.handshakelab.history.SettableClock;
import dev.handshakelab.history.Sight;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Several processes on one database: what one that dies leaves behind, and nothing else, fails. */
@Tag("database")
class ProcessesTest {
  private static final Duration LENGTH = Duration.ofSeconds(30);
  private static final Duration TICK = Duration.ofNanos(1000); // what both databases can tell

  private static TestStorage storage;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T09:00:00Z"));
  private final RandomSessions sessions = new RandomSessions(1);
  private final Running one = new Running(1);
  private final Running two = new Running(2);

  /** A process of the test, with a session that it runs. */
  private final class Running {
    final ProcessLease lease;
    final Processes processes;
    final Histories histories;
    final Comparisons comparisons;
    final Kept session = sessions.traced(sessions.id(), 1, 20);
    final Compared comparison = ComparisonsContract.running(sessions.id(), null, "lost-syn");

    Running(long process) {
      lease = new ProcessLease(new UUID(0, process), LENGTH, Duration.ofSeconds(5));
      processes = storage.processes(lease, clock);
      histories = storage.histories(lease);
      comparisons = storage.comparisons(lease);
    }

    Running begins() {
      processes.renew();
      histories.begin(session.running());
      return this;
    }

    Running compares() {
      processes.renew();
      comparisons.begin(comparison);
      return this;
    }

    Status status() {
      return histories.find(session.id()).orElseThrow().status();
    }
  }

  @BeforeAll
  static void open() {
    storage = new TestStorage();
  }

  @AfterAll
  static void close() {
    storage.close();
  }

  @BeforeEach
  void clear() {
    storage.clear();
  }

  @Test
  void whatADeadProcessRanFailsOnceItsLeaseHasRunOut() {
    one.begins();
    two.begins();

    clock.advance(LENGTH.minus(TICK));
    two.processes.renew();
    assertThat(two.processes.clearAway()).isZero();
    assertThat(one.status()).isEqualTo(Status.RUNNING);

    clock.advance(TICK);
    assertThat(two.processes.clearAway()).isEqualTo(1);
    assertThat(two.histories.find(one.session.id()).orElseThrow().status())
        .isEqualTo(Status.FAILED);
    assertThat(two.histories.find(one.session.id()).orElseThrow().failure())
        .contains("did not renew its lease");
    assertThat(two.status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void whatADeadProcessComparedFailsOnceItsLeaseHasRunOut() {
    one.compares();
    two.compares();

    clock.advance(LENGTH.minus(TICK));
    two.processes.renew();
    assertThat(two.processes.clearAway()).isZero();
    assertThat(two.comparisons.find(one.comparison.id())).contains(one.comparison);

    clock.advance(TICK);
    assertThat(two.processes.clearAway()).isEqualTo(1);
    Compared failed = one.comparison.failed(Processes.ABANDONED);
    assertThat(two.comparisons.find(one.comparison.id())).contains(failed);
    assertThat(
            two.comparisons
                .list(
                    new Comparisons.Filter(null, Status.FAILED, null, null, Sight.EVERYTHING),
                    9,
                    null)
                .items())
        .containsExactly(failed);
    assertThat(two.comparisons.find(two.comparison.id())).contains(two.comparison);
    assertThatIllegalStateException()
        .as("the dead one comes late")
        .isThrownBy(() -> one.comparisons.finish(one.comparison.failed("something else")))
        .withMessageContaining("lease");
    assertThat(one.comparisons.find(one.comparison.id())).contains(failed);
  }

  @Test
  void aComparisonWhoseEndCouldNotBeStoredDoesNotRunForEver() {
    one.compares();
    two.compares();
    storage.execute("alter table comparison add constraint no_end check (process is not null)");
    try {
      assertThatThrownBy(() -> one.comparisons.finish(one.comparison.failed("its own fault")))
          .isNotNull();
    } finally {
      storage.execute("alter table comparison drop constraint no_end");
    }
    assertThat(two.processes.clearAway()).as("it is for its own process to say").isZero();
    assertThat(one.processes.clearAway()).isEqualTo(1);
    assertThat(one.comparisons.find(one.comparison.id()))
        .contains(one.comparison.failed(Processes.NOT_KEPT));
    assertThat(two.processes.clearAway()).as("what is under way is left alone").isZero();
  }

  @Test
  void whoeverRenewsInTimeKeepsItsSessions() {
    one.begins();
    two.begins();
    for (int i = 0; i < 20; i++) {
      clock.advance(LENGTH.minus(TICK));
      one.processes.renew();
      two.processes.renew();
      assertThat(one.processes.clearAway() + two.processes.clearAway()).isZero();
    }
    one.session.keepIn(one.histories);

    assertThat(one.status()).isEqualTo(Status.COMPLETED);
    assertThat(two.status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void aNewRunOfTheProgramFailsWhatTheLastOneLeft() {
    one.begins();
    Running again = new Running(3);

    again.processes.renew();
    assertThat(again.processes.clearAway()).as("the lease still runs").isZero();
    clock.advance(LENGTH);
    again.processes.renew();
    assertThat(again.processes.clearAway()).isEqualTo(1);
    assertThat(one.status()).isEqualTo(Status.FAILED);
  }

  @Test
  void whatIsOverIsLeftAlone() {
    one.begins();
    one.session.keepIn(one.histories);
    clock.advance(LENGTH);

    two.processes.renew();
    assertThat(two.processes.clearAway()).isZero();
    assertThat(two.histories.find(one.session.id())).contains(one.session.session());
  }

  @Test
  void aProcessThatComesLateFindsItsSessionFailedAndItStaysSo() {
    one.begins();
    clock.advance(LENGTH);
    two.processes.renew();
    two.processes.clearAway();
    one.processes.renew();

    assertThatIllegalStateException()
        .isThrownBy(() -> one.session.keepIn(one.histories))
        .withMessageContaining("FAILED")
        .withMessageContaining("lease");
    assertThat(one.status()).isEqualTo(Status.FAILED);
    assertThat(one.histories.trace(one.session.id())).isEmpty();
    assertThat(one.histories.delete(one.session.id())).isEqualTo(Status.FAILED);
  }

  @Test
  void aSessionWhoseEndCouldNotBeStoredDoesNotRunForEver() {
    one.begins();
    two.begins();
    storage.refuse("entry");
    try {
      assertThatThrownBy(() -> one.session.keepIn(one.histories)).isNotNull();
    } finally {
      storage.accept("entry");
    }
    assertThat(one.status()).as("rolled back").isEqualTo(Status.RUNNING);

    one.processes.renew();
    assertThat(two.processes.clearAway()).as("it is for its own process to say").isZero();
    assertThat(one.processes.clearAway()).isEqualTo(1);
    assertThat(one.histories.find(one.session.id()).orElseThrow().failure())
        .isEqualTo(Processes.NOT_KEPT);
    assertThat(two.status()).isEqualTo(Status.RUNNING);
    assertThat(two.processes.clearAway()).as("what is under way is left alone").isZero();
  }

  @Test
  void aProcessIsForgottenWithItsLease() {
    one.begins();
    two.begins();
    clock.advance(LENGTH);
    two.processes.renew();
    two.processes.clearAway();

    assertThat(storage.count("process")).isEqualTo(1);
  }

  @Test
  void aKeeperTakesTheLeaseRenewsItAndFailsWhatIsUnfinishedWhenItStops() throws Exception {
    var looks = new CountDownLatch(10); // each renewal looks at the clock twice
    var lease = new ProcessLease(new UUID(0, 4), LENGTH, Duration.ofMillis(1));
    var processes =
        storage.processes(
            lease,
            () -> {
              looks.countDown();
              return clock.instant();
            });
    var keeper = new LeaseKeeper(processes, lease);

    keeper.start();
    assertThat(storage.count("process")).isEqualTo(1);
    Kept session = sessions.traced(sessions.id(), 1, 5);
    storage.histories(lease).begin(session.running());
    assertThat(looks.await(60, TimeUnit.SECONDS)).as("it renews by itself").isTrue();
    assertThat(keeper.isRunning()).isTrue();
    keeper.stop();

    assertThat(keeper.isRunning()).isFalse();
    assertThat(storage.count("process")).isZero();
    assertThat(storage.histories(lease).find(session.id()).orElseThrow().status())
        .isEqualTo(Status.FAILED);
  }

  @Test
  void aKeeperOutlivesADatabaseThatIsAway() throws Exception {
    var looks = new CountDownLatch(10);
    var lease = new ProcessLease(new UUID(0, 5), LENGTH, Duration.ofMillis(1));
    var keeper =
        new LeaseKeeper(
            storage.processes(
                lease,
                () -> {
                  looks.countDown();
                  if (looks.getCount() > 2 && looks.getCount() < 7) {
                    throw new IllegalStateException("the database is away (said by the test)");
                  }
                  return clock.instant();
                }),
            lease);

    var log = (Logger) LoggerFactory.getLogger(LeaseKeeper.class);
    log.setLevel(Level.OFF);
    keeper.start();
    try {
      assertThat(looks.await(60, TimeUnit.SECONDS)).as("it tries again").isTrue();
    } finally {
      keeper.stop();
      log.setLevel(null);
    }
  }
}
