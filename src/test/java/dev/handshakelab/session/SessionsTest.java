package dev.handshakelab.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakelab.history.Histories.Numbered;
import dev.handshakelab.history.InMemoryHistories;
import dev.handshakelab.history.Session;
import dev.handshakelab.history.Session.Status;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.NoCapacity;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.HandMadeTraces;
import dev.handshakelab.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SessionsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final InMemoryHistories histories = new InMemoryHistories();
  private final ScriptedRunner runner = new ScriptedRunner(Mode.SIMULATED);
  private final List<Session> witnessed = new ArrayList<>();
  private final AtomicLong chance = new AtomicLong();
  private final Sessions sessions = sessions(Duration.ZERO);

  private Sessions sessions(Duration grace) {
    return new Sessions(
        histories,
        List.of(runner),
        () -> Instant.parse("2026-11-22T09:15:40.123456Z"),
        () -> chance.addAndGet(0x1234_5678_9abc_def1L),
        "1.0.0",
        new RunLimits(1, 1, 1, grace),
        (session, ran) -> witnessed.add(session));
  }

  @AfterEach
  void close() {
    sessions.close();
  }

  private static SessionRequest request() {
    Reading reading =
        new RequestReading(Limits.USUAL).read(JsonMapper.shared().readTree("{}"), () -> 42);
    return ((Reading.Complete) reading).request();
  }

  @Test
  void aSessionThatEndsWithinTheWaitIsAnsweredWhole() throws Exception {
    Session session = sessions.start(request(), LONG);

    assertThat(session.status()).isEqualTo(Status.COMPLETED);
    assertThat(session.engine()).isEqualTo("1.0.0");
    assertThat(session.createdAt()).isEqualTo("2026-11-22T09:15:40.123Z");
    assertThat(histories.find(session.id())).contains(session);
    assertThat(histories.trace(session.id())).contains(HandMadeTraces.basicHandshake());
  }

  @Test
  void aSessionThatTakesLongerIsAnsweredAsRunningAndKeptWhenItEnds() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    runner.waitFor(gate);

    Session session = sessions.start(request(), Duration.ofMillis(1));
    assertThat(session.status()).isEqualTo(Status.RUNNING);
    assertThat(histories.find(session.id())).contains(session);
    Live live = sessions.live(session.id()).orElseThrow();

    gate.countDown();
    follow(live);
    assertThat(histories.find(session.id()).orElseThrow().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void aLongTraceThatIsStillBeingWrittenKeepsNobodyWaiting() throws Exception {
    runner.twistedBy(SessionsTest::lengthened);
    CountDownLatch disk = new CountDownLatch(1);
    histories.writeSlowly(new CountDownLatch(1), disk);

    Session session = sessions.start(request(), Duration.ofMillis(1));
    assertThat(session.status()).isEqualTo(Status.RUNNING);
    assertThat(histories.find(session.id())).contains(session);
    Live live = sessions.live(session.id()).orElseThrow();

    disk.countDown();
    follow(live);
    assertThat(histories.find(session.id()).orElseThrow().status()).isEqualTo(Status.COMPLETED);
  }

  private static Trace lengthened(Trace trace) {
    List<Entry> entries = new ArrayList<>(trace.entries());
    for (int i = 0; i < Run.LONG_TRACE; i++) {
      entries.add(new Entry.Note(0, null, "and so on", null));
    }
    return new Trace(trace.clock(), trace.resolutionNs(), trace.conversations(), entries);
  }

  @Test
  void whoFollowsGetsEveryEntryOnceInOrder() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    runner.waitFor(gate);
    Session session = sessions.start(request(), Duration.ZERO);
    Live live = sessions.live(session.id()).orElseThrow();
    Live.News first = live.after(0, LONG);
    assertThat(first.over()).isFalse();

    gate.countDown();
    List<Numbered> entries = follow(live);
    Trace trace = HandMadeTraces.basicHandshake();
    assertThat(entries).extracting(Numbered::of).isEqualTo(trace.entries());
    assertThat(entries).extracting(Numbered::entry).startsWith(1, 2, 3);
  }

  private static List<Numbered> follow(Live live) throws InterruptedException {
    List<Numbered> entries = new ArrayList<>();
    Live.News news;
    do {
      news = live.after(entries.size(), LONG);
      entries.addAll(news.entries());
    } while (!news.over());
    return entries;
  }

  @Test
  void whatTheLabCannotCarryOutIsKeptAsFailedWithTheReason() throws Exception {
    runner.failWith(new RunFailure("the kernel refused: ENOBUFS"));
    Session session = sessions.start(request(), LONG);
    assertThat(session.status()).isEqualTo(Status.FAILED);
    assertThat(session.failure()).isEqualTo("the kernel refused: ENOBUFS");
    assertThat(session.summary()).isNull();
    assertThatThrownBy(() -> sessions.replay(session.id())).isInstanceOf(NotReplayable.class);
  }

  @Test
  void aFaultOfTheLabIsKeptAsFailedToo() throws Exception {
    runner.throwing(new IllegalStateException("oops"));
    assertThat(sessions.start(request(), LONG).status()).isEqualTo(Status.FAILED);
  }

  @Test
  void whatTheRunnerRefusesIsNotKept() {
    runner.refusing(List.of(new Problem("/client/mss", "no")));
    assertThatThrownBy(() -> sessions.start(request(), LONG))
        .isInstanceOf(NotFeasible.class)
        .hasMessageContaining("/client/mss");
    assertThat(histories.count()).isZero();
  }

  @Test
  void whatThereIsNoPlaceForIsRefusedAndNotKept() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    runner.waitFor(gate);
    sessions.start(request(), Duration.ZERO); // runs
    sessions.start(request(), Duration.ZERO); // waits
    assertThat(sessions.running()).isEqualTo(1);
    assertThat(sessions.waiting()).isEqualTo(1);

    assertThatThrownBy(() -> sessions.start(request(), LONG)).isInstanceOf(NoCapacity.class);
    assertThat(histories.count()).isEqualTo(2);
    gate.countDown();
  }

  @Test
  void whatIsStillBeingWrittenHoldsItsPlace() throws Exception {
    CountDownLatch writing = new CountDownLatch(2);
    CountDownLatch disk = new CountDownLatch(1);
    histories.writeSlowly(writing, disk);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Session> one = callers.submit(() -> sessions.start(request(), LONG));
      Future<Session> two = callers.submit(() -> sessions.start(request(), LONG));
      assertThat(writing.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

      assertThatThrownBy(() -> sessions.start(request(), LONG)).isInstanceOf(NoCapacity.class);
      disk.countDown();
      assertThat(List.of(one.get(), two.get()))
          .extracting(Session::status)
          .containsOnly(Status.COMPLETED);
    }
  }

  @Test
  void aShutdownAnswersWhoeverWaitsForWhatDoesNotEnd() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    runner.waitFor(new CountDownLatch(1), running);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Session> waiting = callers.submit(() -> sessions.start(request(), LONG));
      assertThat(running.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

      sessions.close();
      assertThat(waiting.get().status()).isEqualTo(Status.FAILED);
      assertThat(waiting.get().failure()).isEqualTo("the lab was shut down before it was over");
    }
  }

  @Test
  void aShutdownRefusesAReplayThatIsUnderWay() throws Exception {
    Session session = sessions.start(request(), LONG);
    CountDownLatch running = new CountDownLatch(1);
    runner.waitFor(new CountDownLatch(1), running);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<Replay>> replay = callers.submit(() -> sessions.replay(session.id()));
      assertThat(running.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

      sessions.close();
      assertThatThrownBy(replay::get).hasCauseInstanceOf(NoCapacity.class);
    }
  }

  @Test
  void aShutdownMarksWhatDoesNotEndInTime() throws Exception {
    runner.waitFor(new CountDownLatch(1));
    Session running = sessions.start(request(), Duration.ZERO);
    Live live = sessions.live(running.id()).orElseThrow();

    sessions.close();

    Session marked = histories.find(running.id()).orElseThrow();
    assertThat(marked.status()).isEqualTo(Status.FAILED);
    assertThat(marked.failure()).isEqualTo("the lab was shut down before it was over");
    assertThat(live.after(1000, Duration.ZERO).over()).isTrue();
    assertThatThrownBy(() -> sessions.start(request(), LONG)).isInstanceOf(NoCapacity.class);
    assertThat(witnessed).containsExactly(marked);
  }

  @Test
  void aReplayOfTheSameIsIdentical() throws Exception {
    Session session = sessions.start(request(), LONG);
    assertThat(sessions.replay(session.id()).orElseThrow().identical()).isTrue();
  }

  @Test
  void aReplayTellsTheFirstDifference() throws Exception {
    Session session = sessions.start(request(), LONG);
    runner.twistedBy(trace ->
        new Trace(
            trace.clock(),
            trace.resolutionNs(),
            trace.conversations(),
            trace.entries().subList(0, 4)));

    Replay replay = sessions.replay(session.id()).orElseThrow();
    assertThat(replay.identical()).isFalse();
    assertThat(replay.firstDifference())
        .isEqualTo(
            new Replay.Difference(5, HandMadeTraces.basicHandshake().entries().get(4), null));
  }
}
