package dev.handshakelab.history.jpa;

import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Session;
import dev.handshakelab.history.Timings;
import dev.handshakelab.jpa.Database;
import dev.handshakelab.scenario.KernelAccount;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in a relational database.
 *
 * <p>The rows of a session appear in one commit and go in one, which may come between two queries
 * that belong together. So whoever asks several tables looks first whether the session is finished,
 * and last whether it is still there; if not, there is nothing to read.
 */
final class JpaHistories implements Histories {
  private final Database database;
  private final UUID process;

  /** To look in the database whether a session was begun costs a fifth of a handshake. */
  private final Begun begun;

  /**
   * @param process who runs what is begun here
   */
  JpaHistories(Database database, UUID process, Begun begun) {
    this.database = database;
    this.process = process;
    this.begun = begun;
  }

  @Override
  public void begin(Session running) {
    begun.add(running.id());
    boolean kept = false;
    try {
      database.write(at -> new SessionWriter(at).begin(running, process));
      kept = true;
    } finally {
      if (!kept) {
        begun.remove(running.id());
      }
    }
  }

  @Override
  public void finish(
      Session finished,
      @Nullable Trace trace,
      List<Measures> measures,
      @Nullable KernelAccount account) {
    boolean wasBegun = begun.contains(finished.id());
    try {
      database.write(at -> {
        var writer = new SessionWriter(at);
        if (wasBegun) {
          writer.finish(finished, trace, measures);
        } else {
          writer.keep(finished, trace, measures);
        }
        if (account != null) {
          at.insert(JpaKernelAccounts.row(finished.id(), account));
        }
      });
    } finally {
      begun.remove(finished.id());
    }
  }

  @Override
  public Session.@Nullable Status delete(UUID id) {
    return database.change(at -> new SessionWriter(at).delete(id));
  }

  @Override
  public Optional<Session> find(UUID id) {
    return read(at -> {
      SessionRow row = at.get(SessionRow.class, id);
      return row == null ? Optional.empty() : sessions(at, List.of(row)).stream().findFirst();
    });
  }

  @Override
  public Page<Session> sessions(SessionFilter filter, int limit, @Nullable String after) {
    Walk walk =
        Walk.over(
            "sessions",
            filter.mode(),
            filter.scenario(),
            filter.outcome(),
            filter.status(),
            filter.createdFrom(),
            filter.createdTo(),
            labels(filter),
            filter.sight());
    UUID last = after == null ? null : walk.id(after);
    return read(at -> {
      var selection = new SessionSelection(filter);
      selection.where("s.id < :after", "after", last);
      var query =
          at.createNativeQuery(
              "select s.* " + selection.fromWhere() + " order by s.id desc limit :most",
              SessionRow.class);
      List<SessionRow> rows =
          selection.bind(query).setParameter("most", oneMoreThan(limit)).getResultList();
      List<SessionRow> page = rows.subList(0, Math.min(limit, rows.size()));
      return new Page<>(
          sessions(at, page), rows.size() > limit ? walk.cursor(page.getLast().id) : null);
    });
  }

  private static String labels(SessionFilter filter) {
    var text = new Unambiguous();
    filter.labels().forEach((name, value) -> text.add(name).add(value));
    return HexFormat.of().formatHex(text.hash());
  }

  private static List<Session> sessions(StatelessSession at, List<SessionRow> rows) {
    List<UUID> traced = rows.stream().filter(SessionRow::hasTrace).map(row -> row.id).toList();
    Map<UUID, ConnectionRow> firsts = new HashMap<>();
    if (!traced.isEmpty()) {
      at.createSelectionQuery(
              "from ConnectionRow where sessionId in (:ids) and number = 1", ConnectionRow.class)
          .setParameterList("ids", traced)
          .getResultList()
          .forEach(row -> firsts.put(row.sessionId, row));
    }
    return rows.stream()
        .filter(row -> !row.hasTrace() || firsts.containsKey(row.id)) // deleted since
        .map(row -> row.session(firsts.get(row.id)))
        .toList();
  }

  @Override
  public Optional<Trace> trace(UUID id) {
    return read(at -> {
      SessionRow row = at.get(SessionRow.class, id);
      if (row == null || !row.hasTrace()) {
        return Optional.empty();
      }
      var reader = new TimelineReader(at, id);
      List<Conversation> conversations =
          reader.connections(0, Integer.MAX_VALUE).stream()
              .map(ConnectionRow::conversation)
              .toList();
      List<Entry> entries =
          reader.entries(0, Integer.MAX_VALUE).stream().map(Numbered::of).toList();
      return hasTrace(at, id)
          ? Optional.of(
              new Trace(
                  Stored.known(row.clock), Stored.known(row.resolutionNs), conversations, entries))
          : Optional.empty();
    });
  }

  @Override
  public Page<Measures> conversations(UUID id, int limit, @Nullable String after) {
    Walk walk = Walk.over("conversations", id);
    int last = walk.number(after);
    return read(at -> {
      SessionRow row = at.get(SessionRow.class, id);
      return row == null
          ? new Page<>(List.of(), null)
          : page(
              new TimelineReader(at, id).connections(last, oneMoreThan(limit)),
              limit,
              walk,
              connection -> connection.number,
              connection -> connection.measures(row));
    });
  }

  @Override
  public Page<TracedSegment> segments(
      UUID id, SegmentFilter filter, int limit, @Nullable String after) {
    Walk walk =
        Walk.over(
            "segments",
            id,
            filter.connection(),
            filter.from(),
            filter.flags() == null ? null : SegmentRow.named(filter.flags()));
    int last = walk.number(after);
    return read(at ->
        ofThere(
            at,
            id,
            page(
                new TimelineReader(at, id).segments(filter, last, oneMoreThan(limit)),
                limit,
                walk,
                TimelineReader.SegmentAt::entryNo,
                TimelineReader.SegmentAt::segment)));
  }

  @Override
  public Page<Entry.Transition> transitions(
      UUID id, TransitionFilter filter, int limit, @Nullable String after) {
    Walk walk = Walk.over("transitions", id, filter.connection(), filter.endpoint());
    int last = walk.number(after);
    return read(at ->
        page(
            new TimelineReader(at, id).transitions(filter, last, oneMoreThan(limit)),
            limit,
            walk,
            TransitionRow::entryNo,
            TransitionRow::entry));
  }

  @Override
  public Page<Numbered> timeline(UUID id, int limit, @Nullable String after) {
    Walk walk = Walk.over("timeline", id);
    return page(
        timelineAfter(id, walk.number(after), oneMoreThan(limit)),
        limit,
        walk,
        Numbered::entry,
        Function.identity());
  }

  @Override
  public List<Numbered> timelineAfter(UUID id, int entry, int limit) {
    int last = (int) Math.min(Integer.MAX_VALUE, (long) entry + limit);
    return read(at -> {
      if (!hasTrace(at, id)) {
        return List.of();
      }
      List<Numbered> entries = new TimelineReader(at, id).entries(entry, last);
      return hasTrace(at, id) ? entries : List.of();
    });
  }

  @Override
  public Timings timings(
      Timings.Measure measure, Timings.@Nullable GroupBy groupBy, SessionFilter filter) {
    return read(at -> new TimingsQuery(at).ask(measure, groupBy, filter));
  }

  private <T> T read(Function<StatelessSession, T> query) {
    return database.read(query);
  }

  private static int oneMoreThan(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page has at least one item, not " + limit);
    }
    return limit + 1;
  }

  private static <R, T> Page<T> page(
      List<R> rows, int limit, Walk walk, ToIntFunction<R> number, Function<R, T> item) {
    List<R> page = rows.subList(0, Math.min(limit, rows.size()));
    return new Page<>(
        page.stream().map(item).toList(),
        rows.size() > limit ? walk.cursor(number.applyAsInt(page.getLast())) : null);
  }

  private static <T> Page<T> ofThere(StatelessSession at, UUID id, Page<T> page) {
    return hasTrace(at, id) ? page : new Page<>(List.of(), null);
  }

  private static boolean hasTrace(StatelessSession at, UUID id) {
    return at.createSelectionQuery(
                "select count(*) from SessionRow where id = :id and clock is not null", Long.class)
            .setParameter("id", id)
            .getSingleResult()
        > 0;
  }
}
