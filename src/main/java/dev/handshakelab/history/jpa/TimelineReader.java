package dev.handshakelab.history.jpa;

import dev.handshakelab.history.Histories.Numbered;
import dev.handshakelab.history.Histories.SegmentFilter;
import dev.handshakelab.history.Histories.TransitionFilter;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.TracedSegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/** Reads what happened in one session, by ranges of the keys of its rows. */
final class TimelineReader {
  private static final List<Class<? extends TimelineRow>> TABLES =
      List.of(SegmentRow.class, DeliveryRow.class, TransitionRow.class, EntryRow.class);

  private final StatelessSession database;
  private final UUID session;

  TimelineReader(StatelessSession database, UUID session) {
    this.database = database;
    this.session = session;
  }

  /** The entries numbered from {@code after} + 1 to {@code last}, in order. */
  List<Numbered> entries(int after, int last) {
    List<TimelineRow> rows = new ArrayList<>();
    for (Class<? extends TimelineRow> table : TABLES) {
      rows.addAll(
          query(table, "entryNo > :after and entryNo <= :last", "")
              .setParameter("after", after)
              .setParameter("last", last)
              .getResultList());
    }
    rows.sort(Comparator.comparingInt(TimelineRow::entryNo));
    return rows.stream().map(row -> new Numbered(row.entryNo(), row.entry())).toList();
  }

  /** Segments behind an entry, in order, each with its deliveries. */
  List<SegmentAt> segments(SegmentFilter filter, int after, int limit) {
    StringBuilder where = new StringBuilder("entryNo > :after");
    Map<String, Object> values = new HashMap<>();
    filter(where, values, "connection", filter.connection());
    filter(where, values, "sender", filter.from());
    filter(
        where, values, "flags", filter.flags() == null ? null : SegmentRow.named(filter.flags()));
    List<SegmentRow> rows =
        bind(query(SegmentRow.class, where.toString(), "entryNo"), values)
            .setParameter("after", after)
            .setMaxResults(limit)
            .getResultList();
    Map<Integer, List<Entry.Arrived>> deliveries = deliveries(rows);
    Map<Integer, Conversation> conversations = conversations(rows);
    return rows.stream()
        .filter(row -> conversations.containsKey(row.connection))
        .map(row ->
            new SegmentAt(
                row.entryNo,
                TracedSegment.of(
                    row.entry(),
                    deliveries.getOrDefault(row.ordinal, List.of()),
                    Stored.known(conversations.get(row.connection)))))
        .toList();
  }

  /** A segment with the entry that is its place. */
  record SegmentAt(int entryNo, TracedSegment segment) {}

  private Map<Integer, List<Entry.Arrived>> deliveries(List<SegmentRow> segments) {
    Map<Integer, List<Entry.Arrived>> bySegment = new HashMap<>();
    query(DeliveryRow.class, "segment in (:segments)", "segment, entryNo")
        .setParameterList("segments", segments.stream().map(row -> row.ordinal).toList())
        .getResultList()
        .forEach(row ->
            bySegment.computeIfAbsent(row.segment, none -> new ArrayList<>(1)).add(row.entry()));
    return bySegment;
  }

  private Map<Integer, Conversation> conversations(List<SegmentRow> segments) {
    Map<Integer, Conversation> byNumber = new LinkedHashMap<>();
    query(ConnectionRow.class, "number in (:numbers)", "")
        .setParameterList(
            "numbers", segments.stream().map(row -> row.connection).distinct().toList())
        .getResultList()
        .forEach(row -> byNumber.put(row.number, row.conversation()));
    return byNumber;
  }

  /** Transitions behind an entry, in order. */
  List<TransitionRow> transitions(TransitionFilter filter, int after, int limit) {
    StringBuilder where = new StringBuilder("entryNo > :after");
    Map<String, Object> values = new HashMap<>();
    filter(where, values, "connection", filter.connection());
    filter(where, values, "endpoint", filter.endpoint());
    return bind(query(TransitionRow.class, where.toString(), "entryNo"), values)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList();
  }

  /** Conversations behind a number, in order. */
  List<ConnectionRow> connections(int after, int limit) {
    return query(ConnectionRow.class, "number > :after", "number")
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList();
  }

  private static void filter(
      StringBuilder where, Map<String, Object> values, String column, @Nullable Object value) {
    if (value != null) {
      where.append(" and %1$s = :%1$s".formatted(column));
      values.put(column, value);
    }
  }

  private static <T> SelectionQuery<T> bind(SelectionQuery<T> query, Map<String, Object> values) {
    values.forEach(query::setParameter);
    return query;
  }

  /**
   * Rows of this session.
   *
   * @param order empty for any
   */
  private <T> SelectionQuery<T> query(Class<T> table, String where, String order) {
    // Ordered by the session as well, though there is but one: so H2 sees that its key is in order.
    String text =
        "from %s where sessionId = :session and %s%s"
            .formatted(
                table.getSimpleName(),
                where,
                order.isEmpty() ? "" : " order by sessionId, " + order);
    return database.createSelectionQuery(text, table).setParameter("session", session);
  }
}
