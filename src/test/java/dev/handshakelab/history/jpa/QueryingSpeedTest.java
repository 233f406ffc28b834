package dev.handshakelab.history.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Histories.SegmentFilter;
import dev.handshakelab.history.Histories.SessionFilter;
import dev.handshakelab.history.ProcessLease;
import dev.handshakelab.history.Session;
import dev.handshakelab.history.Timings.GroupBy;
import dev.handshakelab.history.Timings.Measure;
import dev.handshakelab.history.TimingsByHand;
import dev.handshakelab.trace.Outcome;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long questions take once much is kept. Where it is kept is said by {@code lab.benchmark.url}
 * and {@code .user}; by default H2 in a file.
 */
@Tag("benchmark")
class QueryingSpeedTest {
  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");
  private static final int SESSIONS = Integer.getInteger("lab.benchmark.sessions", 100_000);

  private final SplittableRandom random = new SplittableRandom(1);
  private TestStorage storage;
  private Histories histories;
  private int made;

  @BeforeEach
  void open() {
    storage = TestStorage.forBenchmark();
    histories =
        storage.histories(
            new ProcessLease(new UUID(0, 1), Duration.ofSeconds(30), Duration.ofSeconds(5)));
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void timingsAndListsOverManySessions() {
    List<Session> all = new ArrayList<>();
    var typical = new TypicalSession(0);
    while (all.size() < SESSIONS) {
      List<Session> some = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        String scenario = List.of("basic-three-way-handshake", "lost-syn").get(random.nextInt(2));
        some.add(
            typical.session(
                next(),
                scenario,
                "s_" + random.nextInt(1000),
                TypicalSession.measured(random.nextLong(2_000_000_000))));
      }
      keep(some);
      all.addAll(some);
    }
    storage.analyze();

    for (GroupBy groupBy :
        Arrays.asList(null, new GroupBy.ByScenario(), new GroupBy.ByLabel("course"))) {
      assertThat(histories.timings(Measure.HANDSHAKE, groupBy, SessionFilter.ALL))
          .isEqualTo(TimingsByHand.count(all, Measure.HANDSHAKE, groupBy));
      tell(
          "timings over %d sessions by %s".formatted(SESSIONS, groupBy),
          5,
          () -> histories.timings(Measure.HANDSHAKE, groupBy, SessionFilter.ALL));
    }
    Instant middle = all.get(SESSIONS / 2).createdAt();
    for (SessionFilter filter :
        List.of(
            SessionFilter.ALL,
            new SessionFilter(null, "lost-syn", null, null, new TreeMap<>(), null, null),
            new SessionFilter(null, null, Outcome.REFUSED, null, new TreeMap<>(), null, null),
            new SessionFilter(null, null, null, null, new TreeMap<>(), null, middle),
            labelled("course", "net101"),
            labelled("student", "s_77"),
            labelled("student", "nobody"))) {
      tell(filter.toString(), 50, () -> histories.sessions(filter, 100, null));
    }
    String cursor = histories.sessions(SessionFilter.ALL, 1000, null).next();
    for (int page = 1; page < SESSIONS / 2000; page++) {
      cursor = histories.sessions(SessionFilter.ALL, 1000, cursor).next();
    }
    String half = cursor;
    tell("the page in the middle", 50, () -> histories.sessions(SessionFilter.ALL, 100, half));
  }

  private static SessionFilter labelled(String name, String value) {
    return new SessionFilter(
        null, null, null, null, new TreeMap<>(Map.of(name, value)), null, null);
  }

  @Test
  void aPageOfSegmentsAmongFewAndAmongMany() {
    var small = new TypicalSession(4997); // 5000 segments
    int kept = 0;
    for (int sessions : List.of(2, 200)) {
      UUID middle = next();
      for (; kept < sessions; kept++) {
        UUID id = kept == sessions / 2 ? middle : next();
        histories.finish(small.session(id), small.trace(), small.measures());
      }
      storage.analyze();
      String after = histories.segments(middle, SegmentFilter.ALL, 1000, null).next();
      String last = histories.segments(middle, SegmentFilter.ALL, 1000, after).next();
      String entries = histories.timeline(middle, 1000, null).next();
      tell(
          "100 of 5000 segments among %d".formatted(sessions * 5000),
          200,
          () -> histories.segments(middle, SegmentFilter.ALL, 100, last));
      tell(
          "100 entries of a timeline among %d segments".formatted(sessions * 5000),
          200,
          () -> histories.timeline(middle, 100, entries));
    }
  }

  /** Sessions without their entries, many in one transaction. */
  private void keep(List<Session> sessions) {
    storage
        .database()
        .inStatelessTransaction(at -> {
          at.insertMultiple(sessions.stream().map(one -> new SessionRow(one, null)).toList());
          at.insertMultiple(
              sessions.stream()
                  .map(one ->
                      new ConnectionRow(one.id(), Objects.requireNonNull(one.summary()).first()))
                  .toList());
          at.insertMultiple(
              sessions.stream()
                  .flatMap(one ->
                      one.request().labels().entrySet().stream()
                          .map(label -> new LabelRow(one.id(), label.getKey(), label.getValue())))
                  .toList());
        });
  }

  private static void tell(String what, int times, Supplier<?> question) {
    long[] nanos = new long[times];
    for (int i = -5 * times; i < times; i++) { // the negative ones warm up
      long begin = System.nanoTime();
      assertThat(question.get()).isNotNull();
      nanos[Math.max(i, 0)] = System.nanoTime() - begin;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%-60s median %.2f ms, best %.2f ms of %d; load %.1f%n",
        what,
        nanos[times / 2] / 1e6,
        nanos[0] / 1e6,
        times,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private UUID next() {
    made++;
    return new UUID(
        START.plusMillis(made / 4).toEpochMilli() << 16 | 0x7000 | random.nextInt(0x1000),
        random.nextLong() >>> 2 | 1L << 63);
  }
}
