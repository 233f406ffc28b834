package dev.handshakelab.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.handshakelab.history.Histories.Numbered;
import dev.handshakelab.history.Histories.Page;
import dev.handshakelab.history.Histories.SegmentFilter;
import dev.handshakelab.history.Histories.SessionFilter;
import dev.handshakelab.history.Histories.TransitionFilter;
import dev.handshakelab.history.RandomSessions.Kept;
import dev.handshakelab.history.Session.Status;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Flags;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every way of keeping sessions does: what was kept is there, all of it, and nothing else. */
public abstract class HistoriesContract {
  protected static final UUID UNKNOWN = UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");

  protected Histories histories;

  /** Histories in which nothing is kept yet. */
  protected abstract Histories empty();

  @BeforeEach
  void beginEmpty() {
    histories = empty();
  }

  /** A session whose timeline holds everything, more than once. */
  protected static Kept rich(long seed) {
    RandomSessions sessions = new RandomSessions(seed);
    return sessions.traced(sessions.id(), 3, 120);
  }

  @Test
  void whatIsKeptIsReadBackEqual() {
    for (long seed = 0; seed < 150; seed++) {
      Kept kept = new RandomSessions(seed).kept();
      kept.keepIn(histories);

      assertThat(histories.find(kept.id())).as("seed %d", seed).contains(kept.session());
      assertThat(histories.trace(kept.id()))
          .as("seed %d", seed)
          .isEqualTo(Optional.ofNullable(kept.trace()));
      assertThat(histories.conversations(kept.id(), 1000, null))
          .as("seed %d", seed)
          .isEqualTo(new Page<>(kept.measures(), null));
    }
  }

  @Test
  void theListsOfASessionAreDrawnFromItsTrace() {
    for (long seed = 0; seed < 20; seed++) {
      Kept kept = rich(seed);
      Trace trace = traceOf(kept);
      kept.keepIn(histories);
      UUID id = kept.id();
      int limit = (int) (1 + seed * 7);

      assertThat(walk(after -> histories.segments(id, SegmentFilter.ALL, limit, after)))
          .as("seed %d", seed)
          .isEqualTo(trace.segments());
      assertThat(walk(after -> histories.transitions(id, TransitionFilter.ALL, limit, after)))
          .as("seed %d", seed)
          .isEqualTo(trace.transitions());
      assertThat(walk(after -> histories.timeline(id, limit, after)))
          .as("seed %d", seed)
          .isEqualTo(numbered(trace));
      assertThat(walk(after -> histories.conversations(id, 1, after)))
          .as("seed %d", seed)
          .isEqualTo(kept.measures());
    }
  }

  @Test
  void segmentsAreFilteredByConnectionSenderAndExactFlags() {
    Kept kept = rich(1);
    kept.keepIn(histories);
    List<TracedSegment> all = traceOf(kept).segments();
    Flags flags = all.getFirst().sent().packet().segment().flags();

    for (SegmentFilter filter :
        List.of(
            new SegmentFilter(2, null, null),
            new SegmentFilter(null, Party.SERVER, null),
            new SegmentFilter(null, null, flags),
            new SegmentFilter(1, Party.CLIENT, new Flags(flags.bits() ^ 0x100)),
            new SegmentFilter(4, null, null))) {
      assertThat(walk(after -> histories.segments(kept.id(), filter, 3, after)))
          .as("%s", filter)
          .isEqualTo(all.stream().filter(segment -> matches(filter, segment.sent())).toList());
    }
  }

  private static boolean matches(SegmentFilter filter, Entry.Sent sent) {
    int flags = sent.packet().segment().flags().bits() & 0xff;
    return (filter.connection() == null || filter.connection() == sent.connection())
        && (filter.from() == null || filter.from() == sent.from())
        && (filter.flags() == null || (filter.flags().bits() & 0xff) == flags);
  }

  @Test
  void transitionsAreFilteredByConnectionAndEndpoint() {
    RandomSessions sessions = new RandomSessions(2);
    Kept kept = sessions.traced(sessions.id(), 2, 400);
    kept.keepIn(histories);

    for (TransitionFilter filter :
        List.of(
            new TransitionFilter(2, null),
            new TransitionFilter(null, Party.SERVER),
            new TransitionFilter(2, Party.CLIENT))) {
      assertThat(walk(after -> histories.transitions(kept.id(), filter, 1, after)))
          .as("%s", filter)
          .isNotEmpty()
          .isEqualTo(
              traceOf(kept).transitions().stream().filter(move -> matches(filter, move)).toList());
    }
  }

  private static boolean matches(TransitionFilter filter, Entry.Transition move) {
    return (filter.connection() == null || filter.connection() == move.connection())
        && (filter.endpoint() == null || filter.endpoint() == move.endpoint());
  }

  @Test
  void theTimelineGoesOnBehindAnyEntry() {
    Kept kept = rich(3);
    kept.keepIn(histories);
    List<Numbered> all = numbered(traceOf(kept));

    assertThat(histories.timelineAfter(kept.id(), 0, 1000)).isEqualTo(all);
    assertThat(histories.timelineAfter(kept.id(), 50, 7)).isEqualTo(all.subList(50, 57));
    assertThat(histories.timelineAfter(kept.id(), all.size(), 1000)).isEmpty();
    assertThat(histories.timelineAfter(kept.id(), Integer.MAX_VALUE, 1000)).isEmpty();
  }

  @Test
  void aSessionThatIsUnderWayIsThereWithoutATrace() {
    Kept kept = rich(4);
    histories.begin(kept.running());

    assertThat(histories.find(kept.id())).contains(kept.running());
    assertThat(histories.trace(kept.id())).isEmpty();
    assertThat(histories.sessions(SessionFilter.ALL, 10, null).items())
        .containsExactly(kept.running());
  }

  @Test
  void aSessionThatWasBegunIsFinishedOnce() {
    Kept kept = rich(5);
    histories.begin(kept.running());
    kept.keepIn(histories);

    assertThat(histories.find(kept.id())).contains(kept.session());
    assertThat(histories.trace(kept.id())).contains(traceOf(kept));
    assertThatIllegalStateException()
        .isThrownBy(() -> kept.keepIn(histories))
        .withMessageContaining(kept.id().toString());
    assertThat(histories.trace(kept.id())).contains(traceOf(kept));
  }

  @Test
  void whatDoesNotBelongTogetherIsNotKept() {
    Kept kept = rich(6);
    Kept other = rich(7);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> histories.finish(kept.session(), null, List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> histories.finish(kept.session(), other.trace(), other.measures()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> histories.finish(kept.running(), null, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> histories.begin(kept.session()));
    assertThat(histories.sessions(SessionFilter.ALL, 10, null).items()).isEmpty();
  }

  @Test
  void anUnknownSessionIsEmptyEverywhere() {
    assertThat(histories.find(UNKNOWN)).isEmpty();
    assertThat(histories.trace(UNKNOWN)).isEmpty();
    assertThat(histories.conversations(UNKNOWN, 10, null).items()).isEmpty();
    assertThat(histories.segments(UNKNOWN, SegmentFilter.ALL, 10, null).items()).isEmpty();
    assertThat(histories.transitions(UNKNOWN, TransitionFilter.ALL, 10, null).items()).isEmpty();
    assertThat(histories.timeline(UNKNOWN, 10, null).items()).isEmpty();
    assertThat(histories.delete(UNKNOWN)).isNull();
  }

  @Test
  void aDeletedSessionIsGoneAndNoOther() {
    Kept kept = rich(8);
    Kept neighbour = rich(9);
    kept.keepIn(histories);
    neighbour.keepIn(histories);

    assertThat(histories.delete(kept.id())).isEqualTo(Status.COMPLETED);
    assertThat(histories.find(kept.id())).isEmpty();
    assertThat(histories.trace(kept.id())).isEmpty();
    assertThat(histories.timeline(kept.id(), 10, null).items()).isEmpty();
    assertThat(histories.delete(kept.id())).isNull();
    assertThat(histories.trace(neighbour.id())).contains(traceOf(neighbour));
  }

  @Test
  void aReaderSeesAllOfASessionOrNothingWhileItIsFinishedAndDeleted() throws Exception {
    List<Kept> all = LongStream.range(20, 60).mapToObj(HistoriesContract::rich).toList();
    all.forEach(kept -> histories.begin(kept.running()));

    try (var writer = Executors.newSingleThreadExecutor()) {
      Future<?> writing =
          writer.submit(() -> {
            for (Kept kept : all) {
              kept.keepIn(histories);
              histories.delete(kept.id());
            }
          });
      for (boolean last = false; !last; ) {
        last = writing.isDone();
        for (Kept kept : all) {
          UUID id = kept.id();
          Trace trace = traceOf(kept);
          assertThat(histories.trace(id).orElse(trace)).isEqualTo(trace);
          assertThat(histories.find(id).map(Session::summary).orElse(kept.session().summary()))
              .isEqualTo(kept.session().summary());
          assertThat(histories.timeline(id, 1000, null).items()).isIn(List.of(), numbered(trace));
          assertThat(histories.segments(id, SegmentFilter.ALL, 1000, null).items())
              .isIn(List.of(), trace.segments());
        }
      }
      writing.get();
    }
    assertThat(histories.sessions(SessionFilter.ALL, 10, null).items()).isEmpty();
  }

  @Test
  void aRunningSessionIsNotDeleted() {
    Kept kept = rich(10);
    histories.begin(kept.running());

    assertThat(histories.delete(kept.id())).isEqualTo(Status.RUNNING);
    assertThat(histories.find(kept.id())).contains(kept.running());
  }

  @Test
  void aCursorOfAnotherListIsRefused() {
    Kept kept = rich(11);
    Kept other = rich(12);
    kept.keepIn(histories);
    other.keepIn(histories);
    String segments = histories.segments(kept.id(), SegmentFilter.ALL, 2, null).next();

    assertThat(segments).isNotNull();
    assertRefused(() -> histories.segments(other.id(), SegmentFilter.ALL, 2, segments));
    assertRefused(
        () -> histories.segments(kept.id(), new SegmentFilter(1, null, null), 2, segments));
    assertRefused(() -> histories.transitions(kept.id(), TransitionFilter.ALL, 2, segments));
    assertRefused(() -> histories.timeline(kept.id(), 2, segments));
    assertRefused(() -> histories.conversations(kept.id(), 2, segments));
    assertRefused(() -> histories.sessions(SessionFilter.ALL, 2, segments));
  }

  static void assertRefused(Runnable read) {
    assertThatExceptionOfType(BadCursor.class).isThrownBy(read::run);
  }

  protected static Trace traceOf(Kept kept) {
    return Objects.requireNonNull(kept.trace());
  }

  private static List<Numbered> numbered(Trace trace) {
    return IntStream.range(0, trace.entries().size())
        .mapToObj(i -> new Numbered(i + 1, trace.entries().get(i)))
        .toList();
  }

  /** All pages of a list, one after the other. */
  static <T> List<T> walk(Function<@Nullable String, Page<T>> list) {
    List<T> all = new ArrayList<>();
    String after = null;
    do {
      Page<T> page = list.apply(after);
      all.addAll(page.items());
      after = page.next();
    } while (after != null);
    return all;
  }
}
