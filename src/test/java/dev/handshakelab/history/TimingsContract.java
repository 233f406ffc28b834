package dev.handshakelab.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handshakelab.history.Histories.SessionFilter;
import dev.handshakelab.history.RandomSessions.Kept;
import dev.handshakelab.history.Session.Status;
import dev.handshakelab.history.Timings.Bin;
import dev.handshakelab.history.Timings.Group;
import dev.handshakelab.history.Timings.GroupBy;
import dev.handshakelab.history.Timings.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Distributions over many sessions equal those that are counted by hand. */
public abstract class TimingsContract {
  private static final List<GroupBy> GROUPINGS =
      List.of(
          new GroupBy.ByScenario(),
          new GroupBy.ByMode(),
          new GroupBy.ByOutcome(),
          new GroupBy.ByLabel("course"));

  private Histories histories;

  /** Histories in which nothing is kept yet. */
  protected abstract Histories empty();

  @BeforeEach
  void beginEmpty() {
    histories = empty();
  }

  @Test
  void everyGroupIsAsCountedByHand() {
    RandomSessions sessions = new RandomSessions(1);
    List<Kept> all = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      all.add(sessions.timed());
    }
    all.add(sessions.failed(sessions.id()));
    all.forEach(kept -> kept.keepIn(histories));
    histories.begin(sessions.timed().running());

    for (Measure measure : Measure.values()) {
      assertThat(histories.timings(measure, null, SessionFilter.ALL))
          .isEqualTo(TimingsByHand.count(sessions(all), measure, null));
      for (GroupBy groupBy : GROUPINGS) {
        assertThat(histories.timings(measure, groupBy, SessionFilter.ALL))
            .as("%s", groupBy)
            .isEqualTo(TimingsByHand.count(sessions(all), measure, groupBy));
      }
    }
  }

  @Test
  void onlyWhatTheFilterMeansIsCounted() {
    RandomSessions sessions = new RandomSessions(2);
    List<Kept> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(sessions.timed());
    }
    all.forEach(kept -> kept.keepIn(histories));
    SessionFilter filter =
        new SessionFilter(
            null, null, null, Status.COMPLETED, new TreeMap<>(Map.of("course", "a")), null, null);
    List<Kept> meant =
        all.stream()
            .filter(kept -> "a".equals(kept.session().request().labels().get("course")))
            .toList();

    assertThat(meant.size()).isBetween(3, 100);
    assertThat(
            histories.timings(Measure.RETRANSMISSION_WAIT, new GroupBy.ByLabel("student"), filter))
        .isEqualTo(
            TimingsByHand.count(
                sessions(meant), Measure.RETRANSMISSION_WAIT, new GroupBy.ByLabel("student")));
  }

  @Test
  void onlyWhatIsSeenIsCountedAndWhatIsHiddenMakesNoGroup() {
    RandomSessions sessions = new RandomSessions(7);
    List<Kept> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(sessions.timed());
    }
    all.forEach(kept -> kept.keepIn(histories));
    Sight student = new Sight("hs1", "s_1", false);
    List<Session> seen =
        sessions(all).stream().filter(session -> student.covers(session.owner())).toList();
    List<Session> shown = seen.stream().filter(session -> !student.hides(session.owner())).toList();
    SessionFilter filter = SessionFilter.ALL.within(student);
    GroupBy byLabel = new GroupBy.ByLabel("course");

    assertThat(shown.size()).isBetween(5, seen.size() - 5);
    assertThat(histories.timings(Measure.RETRANSMISSION_WAIT, null, filter))
        .isEqualTo(TimingsByHand.count(seen, Measure.RETRANSMISSION_WAIT, null));
    assertThat(named(histories.timings(Measure.RETRANSMISSION_WAIT, byLabel, filter)))
        .isEqualTo(named(TimingsByHand.count(shown, Measure.RETRANSMISSION_WAIT, byLabel)));
  }

  /** The groups that have a key. */
  private static List<Group> named(Timings timings) {
    return timings.groups().stream().filter(group -> group.key() != null).toList();
  }

  @Test
  void whatNobodyHasMakesNoGroup() {
    assertThat(histories.timings(Measure.HANDSHAKE, null, SessionFilter.ALL).groups()).isEmpty();
  }

  @Test
  void aValueOnAnEdgeIsInTheBinThatBeginsThere() {
    RandomSessions sessions = new RandomSessions(3);
    for (long value :
        new long[] {
          -7,
          -1,
          0,
          1,
          2,
          4,
          5,
          9,
          10,
          19,
          20,
          49,
          50,
          99,
          100,
          999_999_999_999_999_999L,
          1_000_000_000_000_000_000L,
          5_000_000_000_000_000_000L,
          Long.MAX_VALUE
        }) {
      sessions.timed(value).keepIn(histories);
    }

    assertThat(
            histories
                .timings(Measure.HANDSHAKE, null, SessionFilter.ALL)
                .groups()
                .getFirst()
                .histogram())
        .containsExactly(
            new Bin(-7, 0, 2),
            new Bin(0, 1, 1),
            new Bin(1, 2, 1),
            new Bin(2, 5, 2),
            new Bin(5, 10, 2),
            new Bin(10, 20, 2),
            new Bin(20, 50, 2),
            new Bin(50, 100, 2),
            new Bin(100, 200, 1),
            new Bin(500_000_000_000_000_000L, 1_000_000_000_000_000_000L, 1),
            new Bin(1_000_000_000_000_000_000L, 2_000_000_000_000_000_000L, 1),
            new Bin(5_000_000_000_000_000_000L, Long.MAX_VALUE, 2));
  }

  @Test
  void percentilesAreByNearestRank() {
    RandomSessions sessions = new RandomSessions(4);
    for (long value : new long[] {50, 15, 40, 20, 35}) {
      sessions.timed(value).keepIn(histories);
    }
    Group five = histories.timings(Measure.HANDSHAKE, null, SessionFilter.ALL).groups().getFirst();

    // ⌈0.5·5⌉ = 3rd, ⌈0.9·5⌉ = 5th of 15 20 35 40 50
    assertThat(five.p50Ns()).isEqualTo(35);
    assertThat(List.of(five.p90Ns(), five.p95Ns(), five.p99Ns())).containsOnly(50L);
    assertThat(five.meanNs()).isEqualTo(32);
  }

  @Test
  void aThousandGroupsAreAnsweredAndOneMoreIsRefused() {
    RandomSessions sessions = new RandomSessions(5);
    for (int i = 0; i < Timings.MAX_GROUPS; i++) {
      sessions.timed(i, "student", "s" + i).keepIn(histories);
    }
    GroupBy byStudent = new GroupBy.ByLabel("student");

    assertThat(histories.timings(Measure.HANDSHAKE, byStudent, SessionFilter.ALL).groups())
        .hasSize(Timings.MAX_GROUPS);
    sessions.timed(1, "student", "one more").keepIn(histories);
    assertThatExceptionOfType(Timings.TooManyGroups.class)
        .isThrownBy(() -> histories.timings(Measure.HANDSHAKE, byStudent, SessionFilter.ALL));
  }

  private static List<Session> sessions(List<Kept> all) {
    return all.stream().map(Kept::session).toList();
  }
}
