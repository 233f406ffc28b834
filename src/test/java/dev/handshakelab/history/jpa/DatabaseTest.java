package dev.handshakelab.history.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Histories.SessionFilter;
import dev.handshakelab.history.RandomSessions;
import dev.handshakelab.scenario.NoCapacity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is asked while every connection is in use is refused for now, and possible again later. */
@Tag("database")
class DatabaseTest {
  private final TestStorage storage = new TestStorage(Duration.ofMillis(250));
  private final Histories histories = storage.histories(JpaStorageTests.LEASE);
  private final RandomSessions.Kept session = new RandomSessions(1).kept();
  private final List<Connection> taken = new ArrayList<>();

  @BeforeEach
  void takeEveryConnection() throws SQLException {
    for (int i = 0; i < storage.pool().getMaximumPoolSize(); i++) {
      taken.add(storage.pool().getConnection());
    }
  }

  @AfterEach
  void close() throws SQLException {
    giveThemBack();
    storage.close();
  }

  private void giveThemBack() throws SQLException {
    for (Connection connection : taken) {
      connection.close();
    }
    taken.clear();
  }

  @Test
  void writingAndReadingFindNoCapacityUntilOneIsFree() throws SQLException {
    assertThatExceptionOfType(NoCapacity.class).isThrownBy(() -> session.keepIn(histories));
    assertThatExceptionOfType(NoCapacity.class)
        .isThrownBy(() -> histories.sessions(SessionFilter.ALL, 10, null));

    giveThemBack();
    assertThat(histories.find(session.id())).isEmpty();
    session.keepIn(histories);
    assertThat(histories.find(session.id())).contains(session.session());
  }
}
