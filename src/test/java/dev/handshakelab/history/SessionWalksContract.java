package dev.handshakelab.history;

import static dev.handshakelab.history.HistoriesContract.assertRefused;
import static dev.handshakelab.history.HistoriesContract.walk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.history.Histories.Page;
import dev.handshakelab.history.Histories.SessionFilter;
import dev.handshakelab.history.RandomSessions.Kept;
import dev.handshakelab.history.Session.Status;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.trace.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of sessions: newest first, by filters, and whole whatever happens meanwhile. */
public abstract class SessionWalksContract {
  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

  /** The order of ids is that of their octets, which is that of their digits. */
  private static final Comparator<Kept> NEWEST_FIRST =
      Comparator.comparing((Kept kept) -> kept.id().toString()).reversed();

  private Histories histories;

  /** Histories in which nothing is kept yet. */
  protected abstract Histories empty();

  @BeforeEach
  void beginEmpty() {
    histories = empty();
  }

  @Test
  void everyFilterGivesWhatMatchesNewestFirst() {
    List<Kept> all = keep(new RandomSessions(1), 120);
    Session some = all.get(60).session();
    for (SessionFilter filter :
        List.of(
            SessionFilter.ALL,
            new SessionFilter(Mode.SIMULATED, null, null, null, labels(), null, null),
            new SessionFilter(null, "lost-syn", null, null, labels(), null, null),
            new SessionFilter(null, "no-such-scenario", null, null, labels(), null, null),
            new SessionFilter(null, "lost-syn\0", null, null, labels(), null, null),
            new SessionFilter(null, null, Outcome.REFUSED, null, labels(), null, null),
            new SessionFilter(null, null, null, Status.FAILED, labels(), null, null),
            new SessionFilter(null, null, null, Status.RUNNING, labels(), null, null),
            filter(labels("course", "a")),
            filter(labels("course", "a", "student", "b")),
            filter(labels("course", "s_7q2 \"'\\%")),
            filter(labels("Zürich", "𝔘nicode…")),
            filter(labels("course", "")),
            filter(labels("nobody-has-this", "a")),
            filter(labels("course", "a\0")),
            between(some.createdAt(), null),
            between(null, some.createdAt()),
            between(some.createdAt(), some.createdAt().plusMillis(1)),
            between(some.createdAt().plusNanos(1), some.createdAt().plusMillis(1)),
            between(START.plusSeconds(600), START.plusSeconds(1800)),
            between(Instant.MIN, Instant.MAX),
            SessionFilter.ALL.within(new Sight("hs1", null, true)),
            SessionFilter.ALL.within(new Sight(null, "s_1", false)),
            SessionFilter.ALL.within(new Sight("hs1", "s_1", false)),
            SessionFilter.ALL.within(new Sight("hs1", "nobody", false)),
            filter(labels("course", "a")).within(new Sight(null, "s_1", true)),
            filter(labels("course", "a")).within(new Sight(null, "s_1", false)),
            new SessionFilter(
                Mode.SIMULATED,
                "lost-syn",
                null,
                Status.COMPLETED,
                labels("course", "a"),
                START,
                START.plusSeconds(3600)))) {
      for (int limit : new int[] {3, 1000}) {
        assertThat(walk(after -> histories.sessions(filter, limit, after)))
            .as("%s by %d", filter, limit)
            .isEqualTo(
                all.stream()
                    .filter(kept -> matches(filter, kept.session()))
                    .sorted(NEWEST_FIRST)
                    .map(Kept::session)
                    .toList());
      }
    }
  }

  private static boolean matches(SessionFilter filter, Session session) {
    Outcome outcome = session.summary() == null ? null : session.summary().first().outcome();
    return (filter.mode() == null || filter.mode() == session.request().mode())
        && (filter.scenario() == null || filter.scenario().equals(session.request().scenario()))
        && (filter.outcome() == null || filter.outcome() == outcome)
        && (filter.status() == null || filter.status() == session.status())
        && session.request().labels().entrySet().containsAll(filter.labels().entrySet())
        && (filter.createdFrom() == null || !session.createdAt().isBefore(filter.createdFrom()))
        && (filter.createdTo() == null || session.createdAt().isBefore(filter.createdTo()))
        && filter.sight().covers(session.owner())
        && (filter.labels().isEmpty() || !filter.sight().hides(session.owner()));
  }

  @Test
  void aPageThatEndsTheListHasNoNext() {
    keep(new RandomSessions(2), 3);

    assertThat(histories.sessions(SessionFilter.ALL, 3, null).next()).isNull();
    assertThat(histories.sessions(SessionFilter.ALL, 2, null).next()).isNotNull();
  }

  @Test
  void aCursorSurvivesTheDeletionOfItsRow() {
    RandomSessions sessions = new RandomSessions(3);
    List<Kept> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(sessions.traced(sessions.id(), 1, 3));
    }
    all.forEach(kept -> kept.keepIn(histories));
    all.sort(NEWEST_FIRST);
    Page<Session> first = histories.sessions(SessionFilter.ALL, 2, null);

    histories.delete(first.items().getLast().id());

    assertThat(histories.sessions(SessionFilter.ALL, 2, first.next()).items())
        .containsExactly(all.get(2).session(), all.get(3).session());
  }

  @Test
  void aCursorIsBoundToItsFilters() {
    keep(new RandomSessions(4), 120);
    SessionFilter filter = filter(labels("course", "a"));
    String cursor = next(histories.sessions(filter, 1, null));

    assertThat(histories.sessions(filter, 5, cursor).items()).isNotEmpty();
    for (SessionFilter other :
        List.of(
            SessionFilter.ALL,
            filter(labels("course", "b")),
            filter(labels("course", "a", "student", "a")),
            filter(labels("cours", "ea")),
            filter.within(new Sight("hs1", null, true)),
            new SessionFilter(Mode.SIMULATED, null, null, null, labels("course", "a"), null, null),
            new SessionFilter(null, null, null, null, labels("course", "a"), START, null),
            new SessionFilter(null, null, null, null, labels("course", "a"), null, START))) {
      assertRefused(() -> histories.sessions(other, 5, cursor));
    }
  }

  @Test
  void whatIsNoCursorIsRefused() {
    keep(new RandomSessions(5), 3);
    String cursor = next(histories.sessions(SessionFilter.ALL, 1, null));

    assertThat(cursor).matches("[A-Za-z0-9_-]+");
    for (String forged :
        List.of(
            "",
            "!",
            "AA",
            "null",
            UUID.randomUUID().toString(),
            cursor.substring(1),
            cursor.substring(0, cursor.length() - 1),
            cursor + "A",
            cursor + "=",
            cursor + "\n",
            "B" + cursor.substring(1),
            "x".repeat(10_000))) {
      assertRefused(() -> histories.sessions(SessionFilter.ALL, 1, forged));
    }
  }

  @Test
  void aSessionThatAppearsLateIsExtraAndCostsNoOther() {
    RandomSessions sessions = new RandomSessions(6);
    List<Kept> before = new ArrayList<>();
    for (int second = 0; second < 10; second++) {
      before.add(sessions.traced(sessions.id(START.plusSeconds(second)), 1, 2));
    }
    // Named in the middle of the list, begun before the walk, finished within it.
    Kept slow = sessions.traced(sessions.id(START.plusSeconds(4)), 1, 2);
    histories.begin(slow.running());
    before.forEach(kept -> kept.keepIn(histories));

    List<Session> seen = new ArrayList<>();
    Page<Session> page = histories.sessions(SessionFilter.ALL, 3, null);
    seen.addAll(page.items());
    // Others commit in mid-walk what was named before, between and after what has been seen.
    slow.keepIn(histories);
    Kept older = sessions.traced(sessions.id(START.plusSeconds(2)), 1, 2);
    Kept amongSeen = sessions.traced(sessions.id(START.plusSeconds(8)), 1, 2);
    Kept newest = sessions.traced(sessions.id(START.plusSeconds(60)), 1, 2);
    for (Kept late : List.of(older, amongSeen, newest)) {
      late.keepIn(histories);
    }
    while (page.next() != null) {
      page = histories.sessions(SessionFilter.ALL, 3, page.next());
      seen.addAll(page.items());
    }

    assertThat(seen).doesNotHaveDuplicates();
    assertThat(seen).containsAll(before.stream().map(Kept::session).toList());
    assertThat(seen).contains(slow.session(), older.session());
    assertThat(seen).doesNotContain(amongSeen.session(), newest.session());
  }

  @Test
  void aWalkReturnsWhatWasFinishedBeforeItExactlyOnceWhileOthersWrite() throws Exception {
    RandomSessions sessions = new RandomSessions(7);
    List<Kept> all = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      all.add(sessions.traced(sessions.id(START.plusMillis(i / 4)), 1, 2));
    }
    // They are committed in any order, half of them long after they were begun.
    Collections.shuffle(all, new Random(7));
    List<Kept> finished = all.subList(0, 100);
    List<Kept> begun = all.subList(100, 250);
    List<Kept> later = all.subList(250, 400);
    finished.forEach(kept -> kept.keepIn(histories));
    begun.forEach(kept -> histories.begin(kept.running()));

    boolean written = false;
    try (var writers = Executors.newFixedThreadPool(2)) {
      List<Future<?>> writing =
          List.of(
              writers.submit(() -> begun.forEach(kept -> kept.keepIn(histories))),
              writers.submit(() -> later.forEach(kept -> kept.keepIn(histories))));
      for (int walks = 0; !written || walks < 2; walks++) {
        written = writing.stream().allMatch(Future::isDone);
        Set<UUID> before = idsOfFinished();
        List<UUID> seen =
            walk(after -> histories.sessions(SessionFilter.ALL, 7, after)).stream()
                .map(Session::id)
                .toList();
        assertThat(seen).doesNotHaveDuplicates().containsAll(before);
      }
      for (Future<?> one : writing) {
        one.get();
      }
    }
    assertThat(idsOfFinished()).hasSize(400);
  }

  private Set<UUID> idsOfFinished() {
    Set<UUID> ids = new HashSet<>();
    for (Session session : histories.sessions(SessionFilter.ALL, 1000, null).items()) {
      if (session.status() != Status.RUNNING) {
        ids.add(session.id());
      }
    }
    return ids;
  }

  private List<Kept> keep(RandomSessions sessions, int count) {
    List<Kept> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Kept kept = sessions.kept();
      kept.keepIn(histories);
      all.add(kept);
    }
    return all;
  }

  private static String next(Page<?> page) {
    return Objects.requireNonNull(page.next());
  }

  private static SessionFilter filter(SortedMap<String, String> labels) {
    return new SessionFilter(null, null, null, null, labels, null, null);
  }

  private static SessionFilter between(@Nullable Instant from, @Nullable Instant to) {
    return new SessionFilter(null, null, null, null, labels(), from, to);
  }

  private static SortedMap<String, String> labels() {
    return new TreeMap<>();
  }

  private static SortedMap<String, String> labels(String name, String value) {
    return new TreeMap<>(Map.of(name, value));
  }

  private static SortedMap<String, String> labels(
      String name, String value, String name2, String value2) {
    return new TreeMap<>(Map.of(name, value, name2, value2));
  }
}
