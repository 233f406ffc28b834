package dev.handshakelab.history.jpa;

import dev.handshakelab.history.Session;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A session as rows: its own, and those of each other table that has some of it. */
record SessionRows(SessionRow session, List<List<?>> others) {
  /** The tables beside the session's own. */
  static final List<Class<?>> OTHER_TABLES =
      List.of(
          LabelRow.class,
          ConnectionRow.class,
          SegmentRow.class,
          DeliveryRow.class,
          TransitionRow.class,
          EntryRow.class);

  SessionRows {
    others = others.stream().filter(rows -> !rows.isEmpty()).<List<?>>map(List::copyOf).toList();
  }

  /** The rows of a session that has just begun. */
  static SessionRows running(Session running, UUID process) {
    return new SessionRows(new SessionRow(running, process), List.of(labels(running)));
  }

  /**
   * The rows of a session that is over.
   *
   * @param begun whether those of {@link #running} are there already
   */
  static SessionRows finished(
      Session finished, @Nullable Trace trace, List<Measures> measures, boolean begun) {
    UUID id = finished.id();
    List<List<?>> others = new ArrayList<>();
    others.add(begun ? List.of() : labels(finished));
    others.add(measures.stream().map(one -> new ConnectionRow(id, one)).toList());
    if (trace != null) {
      others.addAll(timeline(id, trace.entries()));
    }
    return new SessionRows(new SessionRow(finished, null), others);
  }

  private static List<LabelRow> labels(Session session) {
    return session.request().labels().entrySet().stream()
        .map(label -> new LabelRow(session.id(), label.getKey(), label.getValue()))
        .toList();
  }

  private static List<List<?>> timeline(UUID id, List<Entry> entries) {
    List<SegmentRow> segments = new ArrayList<>();
    List<DeliveryRow> deliveries = new ArrayList<>();
    List<TransitionRow> transitions = new ArrayList<>();
    List<EntryRow> others = new ArrayList<>();
    int number = 0;
    for (Entry entry : entries) {
      number++;
      switch (entry) {
        case Entry.Sent it -> segments.add(new SegmentRow(id, number, it));
        case Entry.Arrived it -> deliveries.add(new DeliveryRow(id, number, it));
        case Entry.Transition it -> transitions.add(new TransitionRow(id, number, it));
        case Entry.TimerChange it -> others.add(new EntryRow(id, number, it));
        case Entry.UserCall it -> others.add(new EntryRow(id, number, it));
        case Entry.Sample it -> others.add(new EntryRow(id, number, it));
        case Entry.Icmp it -> others.add(new EntryRow(id, number, it));
        case Entry.Note it -> others.add(new EntryRow(id, number, it));
      }
    }
    return List.of(segments, deliveries, transitions, others);
  }
}
