package dev.handshakelab.history.jpa;

import dev.handshakelab.history.Session;
import dev.handshakelab.history.Session.Status;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Writes and deletes the rows of sessions, inside a transaction that others begin and end. The
 * session's own row is locked before anything else of it is touched, so that its rows are all there
 * or none.
 */
final class SessionWriter {
  private final StatelessSession database;

  SessionWriter(StatelessSession database) {
    this.database = database;
  }

  void begin(Session running, UUID process) {
    if (running.status() != Status.RUNNING) {
      throw new IllegalArgumentException(
          "session " + running.id() + " is " + running.status() + ", only a RUNNING one begins");
    }
    insert(new SessionRow(running, process), running);
  }

  void finish(Session finished, @Nullable Trace trace, List<Measures> measures) {
    check(finished, trace, measures);
    SessionRow row = new SessionRow(finished, null);
    SessionRow begun = locked(finished.id());
    if (begun == null) {
      insert(row, finished);
    } else if (begun.status == Status.RUNNING) {
      database.update(row);
    } else {
      throw new IllegalStateException(
          "session " + finished.id() + " is " + begun.status + " already: " + begun.failure);
    }
    if (trace != null) {
      insert(finished.id(), trace, measures);
    }
  }

  /** What would be read back otherwise than it was kept is refused. */
  private static void check(Session finished, @Nullable Trace trace, List<Measures> measures) {
    boolean fits =
        switch (finished.summary()) {
          case null -> trace == null && measures.isEmpty();
          case Session.Summary summary ->
              trace != null
                  && !measures.isEmpty()
                  && summary.first().equals(measures.getFirst())
                  && summary.clock() == trace.clock()
                  && measures.stream()
                      .map(Measures::conversation)
                      .toList()
                      .equals(trace.conversations())
                  && measures.stream().allMatch(one -> isOf(trace, one));
        };
    if (!fits || finished.status() == Status.RUNNING) {
      throw new IllegalArgumentException(
          "session "
              + finished.id()
              + ", its trace and its measures do not belong together, or it is not finished");
    }
  }

  private static boolean isOf(Trace trace, Measures measures) {
    return measures.timing().clock() == trace.clock()
        && measures.timing().resolutionNs() == trace.resolutionNs();
  }

  private @Nullable SessionRow locked(UUID id) {
    return database.get(SessionRow.class, id, LockMode.PESSIMISTIC_WRITE);
  }

  private void insert(SessionRow row, Session session) {
    database.insert(row);
    List<LabelRow> labels = new ArrayList<>();
    session
        .request()
        .labels()
        .forEach((name, value) -> labels.add(new LabelRow(session.id(), name, value)));
    insertAll(labels);
  }

  private void insert(UUID id, Trace trace, List<Measures> measures) {
    List<SegmentRow> segments = new ArrayList<>();
    List<DeliveryRow> deliveries = new ArrayList<>();
    List<TransitionRow> transitions = new ArrayList<>();
    List<EntryRow> others = new ArrayList<>();
    int number = 0;
    for (Entry entry : trace.entries()) {
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
    insertAll(measures.stream().map(one -> new ConnectionRow(id, one)).toList());
    insertAll(segments);
    insertAll(deliveries);
    insertAll(transitions);
    insertAll(others);
  }

  private void insertAll(List<?> rows) {
    if (!rows.isEmpty()) {
      database.insertMultiple(rows);
    }
  }

  @Nullable Status delete(UUID id) {
    SessionRow row = locked(id);
    if (row == null || row.status == Status.RUNNING) {
      return row == null ? null : row.status;
    }
    for (Class<?> children : ROWS_OF_A_SESSION) {
      database
          .createMutationQuery(
              "delete from %s where sessionId = :id".formatted(children.getSimpleName()))
          .setParameter("id", id)
          .executeUpdate();
    }
    database.delete(row);
    return row.status;
  }

  private static final List<Class<?>> ROWS_OF_A_SESSION =
      List.of(
          LabelRow.class,
          ConnectionRow.class,
          SegmentRow.class,
          DeliveryRow.class,
          TransitionRow.class,
          EntryRow.class);
}
