package dev.handshakelab.history.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.ProcessLease;
import dev.handshakelab.history.RandomSessions;
import java.time.InstantSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The storage as the program has it. */
@LabTest
@Tag("database")
class HistoryStorageTest {

  @Test
  void theProgramKeepsSessions(@Autowired Histories histories) {
    RandomSessions sessions = new RandomSessions(1);
    var kept = sessions.traced(sessions.id(), 2, 50);

    histories.begin(kept.running());
    kept.keepIn(histories);

    assertThat(histories.find(kept.id())).contains(kept.session());
    assertThat(histories.trace(kept.id())).hasValue(kept.trace());
  }

  @Test
  void theProgramHoldsALease(
      @Autowired SessionFactory database,
      @Autowired ProcessLease lease,
      @Autowired InstantSource clock) {
    ProcessRow process =
        database.fromStatelessSession(at -> at.get(ProcessRow.class, lease.process()));

    assertThat(process).isNotNull();
    assertThat(process.leaseUntil).isAfter(clock.instant());
  }
}
