package dev.handshakelab.history;

import dev.handshakelab.scenario.KernelAccount;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Keeps sessions for as long as the test runs. */
public final class InMemoryHistories implements Histories {
  private final Map<UUID, Kept> kept = new ConcurrentHashMap<>();
  private volatile Runnable beforeWriting = () -> {};

  private record Kept(Session session, @Nullable Trace trace, List<Measures> measures) {}

  @Override
  public void begin(Session running) {
    if (running.status() != Session.Status.RUNNING) {
      throw new IllegalArgumentException("only a RUNNING session begins");
    }
    kept.put(running.id(), new Kept(running, null, List.of()));
  }

  /** From now on the end of a session is kept only when the latch opens. */
  public void writeSlowly(CountDownLatch writing, CountDownLatch disk) {
    beforeWriting =
        () -> {
          writing.countDown();
          try {
            disk.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        };
  }

  @Override
  public void finish(
      Session finished,
      @Nullable Trace trace,
      List<Measures> measures,
      @Nullable KernelAccount account) {
    finished.requireItsOwn(trace, measures);
    beforeWriting.run();
    kept.compute(
        finished.id(),
        (id, was) -> {
          if (was != null && was.session().status() != Session.Status.RUNNING) {
            throw new IllegalStateException("session " + id + " is over already");
          }
          return new Kept(finished, trace, measures);
        });
  }

  @Override
  public Optional<Session> find(UUID id) {
    return Optional.ofNullable(kept.get(id)).map(Kept::session);
  }

  /** How many sessions there are, whatever their state. */
  public int count() {
    return kept.size();
  }

  @Override
  public Page<Session> sessions(SessionFilter filter, int limit, @Nullable String after) {
    List<Session> matching =
        kept.values().stream()
            .map(Kept::session)
            .filter(session -> matches(filter, session))
            .sorted(Comparator.comparing((Session session) -> session.id().toString()).reversed())
            .toList();
    String list = "sessions" + filter;
    String from = key(list, after);
    List<Session> rest =
        matching.stream()
            .filter(session -> from.isEmpty() || session.id().toString().compareTo(from) < 0)
            .toList();
    return page(list, rest, limit, session -> session.id().toString());
  }

  private static boolean matches(SessionFilter filter, Session session) {
    var request = session.request();
    var summary = session.summary();
    return (filter.mode() == null || filter.mode() == request.mode())
        && (filter.scenario() == null || filter.scenario().equals(request.scenario()))
        && (filter.status() == null || filter.status() == session.status())
        && (filter.outcome() == null
            || (summary != null && summary.first().outcome() == filter.outcome()))
        && request.labels().entrySet().containsAll(filter.labels().entrySet())
        && (filter.createdFrom() == null || !session.createdAt().isBefore(filter.createdFrom()))
        && (filter.createdTo() == null || session.createdAt().isBefore(filter.createdTo()))
        && filter.sight().covers(session.owner())
        && (filter.labels().isEmpty() || !filter.sight().hides(session.owner()));
  }

  @Override
  public Optional<Trace> trace(UUID id) {
    return Optional.ofNullable(kept.get(id)).map(Kept::trace);
  }

  @Override
  public Page<Measures> conversations(UUID id, int limit, @Nullable String after) {
    List<Measures> all =
        Optional.ofNullable(kept.get(id)).map(Kept::measures).orElse(List.<Measures>of());
    return numbered("conversations" + id, all, m -> m.conversation().number(), limit, after);
  }

  @Override
  public Page<TracedSegment> segments(
      UUID id, SegmentFilter filter, int limit, @Nullable String after) {
    List<TracedSegment> all =
        trace(id).map(Trace::segments).orElse(List.<TracedSegment>of()).stream()
            .filter(segment ->
                (filter.connection() == null || filter.connection() == segment.sent().connection())
                    && (filter.from() == null || filter.from() == segment.sent().from())
                    && (filter.flags() == null
                        || filter
                            .flags()
                            .set()
                            .equals(segment.sent().packet().segment().flags().set())))
            .toList();
    return numbered("segments" + id + filter, all, s -> s.sent().ordinal(), limit, after);
  }

  @Override
  public Page<Entry.Transition> transitions(
      UUID id, TransitionFilter filter, int limit, @Nullable String after) {
    List<Entry.Transition> all =
        trace(id).map(Trace::transitions).orElse(List.<Entry.Transition>of()).stream()
            .filter(it ->
                (filter.connection() == null || filter.connection() == it.connection())
                    && (filter.endpoint() == null || filter.endpoint() == it.endpoint()))
            .toList();
    return numbered("transitions" + id + filter, all, Entry.Transition::ordinal, limit, after);
  }

  @Override
  public Page<Numbered> timeline(UUID id, int limit, @Nullable String after) {
    return numbered(
        "timeline" + id, timelineAfter(id, 0, Integer.MAX_VALUE), Numbered::entry, limit, after);
  }

  @Override
  public List<Numbered> timelineAfter(UUID id, int entry, int limit) {
    List<Entry> entries = trace(id).map(Trace::entries).orElse(List.<Entry>of());
    List<Numbered> all = new ArrayList<>();
    entries.forEach(each -> all.add(new Numbered(all.size() + 1, each)));
    return all.stream().filter(each -> each.entry() > entry).limit(limit).toList();
  }

  /** Counts nothing: distributions are the database's trade. */
  @Override
  public Timings timings(
      Timings.Measure measure, Timings.@Nullable GroupBy groupBy, SessionFilter filter) {
    return new Timings(measure, List.of());
  }

  @Override
  public Session.@Nullable Status delete(UUID id) {
    Kept was = kept.get(id);
    if (was == null) {
      return null;
    }
    if (was.session().status() != Session.Status.RUNNING) {
      kept.remove(id);
    }
    return was.session().status();
  }

  private static <T> Page<T> numbered(
      String list, List<T> all, ToIntFunction<T> number, int limit, @Nullable String after) {
    String key = key(list, after);
    int from = key.isEmpty() ? 0 : Integer.parseInt(key);
    List<T> rest = all.stream().filter(each -> number.applyAsInt(each) > from).toList();
    return page(list, rest, limit, each -> Integer.toString(number.applyAsInt(each)));
  }

  private static <T> Page<T> page(
      String list, List<T> rest, int limit, java.util.function.Function<T, String> key) {
    if (rest.size() <= limit) {
      return new Page<>(rest, null);
    }
    List<T> items = rest.subList(0, limit);
    String cursor = list.hashCode() + ":" + key.apply(items.getLast()) + ";";
    return new Page<>(
        items,
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(cursor.getBytes(StandardCharsets.UTF_8)));
  }

  private static String key(String list, @Nullable String cursor) {
    if (cursor == null) {
      return "";
    }
    try {
      byte[] octets = Base64.getUrlDecoder().decode(cursor);
      String text = new String(octets, StandardCharsets.UTF_8);
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(octets).equals(cursor)
          && text.startsWith(list.hashCode() + ":")
          && text.endsWith(";")) {
        return Objects.requireNonNull(text.substring(text.indexOf(':') + 1, text.length() - 1));
      }
    } catch (IllegalArgumentException notBase64) {
      // told below
    }
    throw new BadCursor("is no cursor of this list");
  }
}
