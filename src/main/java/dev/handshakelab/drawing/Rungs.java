package dev.handshakelab.drawing;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Walks a trace once and lays its entries out as rows. A transition is shown by the state beside
 * the row that brought it about: it changes the row before it when that happened at the same
 * instant on the same connection, and gets a row of its own otherwise.
 */
final class Rungs {
  /** Whose listener the entries name. */
  private static final int OWN = 1;

  private final Trace trace;
  private final Map<Integer, TracedSegment> segments;
  private final Map<Integer, Map<Party, StateName>> states = new HashMap<>();
  private final Set<Party> listening = EnumSet.noneOf(Party.class);
  private final List<Rung> rungs = new ArrayList<>();
  private int lastConnection;
  private @Nullable Long lastAt;

  private Rungs(Trace trace) {
    this.trace = trace;
    segments =
        trace.segments().stream()
            .collect(Collectors.toMap(segment -> segment.sent().ordinal(), segment -> segment));
  }

  static List<Rung> of(Trace trace) {
    Rungs rungs = new Rungs(trace);
    trace.entries().forEach(rungs::take);
    return List.copyOf(rungs.rungs);
  }

  private void take(Entry entry) {
    switch (entry) {
      case Entry.Sent sent -> {
        boolean lost = segment(sent.ordinal()).fate() == TracedSegment.Fate.LOST;
        add(
            sent.connection(),
            sent.atNs(),
            sent.from(),
            lost ? Rung.Shape.LOST : Rung.Shape.SENT,
            "#" + sent.ordinal() + " " + sent.packet().segment() + origin(sent));
      }
      case Entry.Arrived arrived -> {
        Entry.Sent sent = segment(arrived.segment()).sent();
        add(
            sent.connection(),
            arrived.atNs(),
            sent.from().other(),
            Rung.Shape.ARRIVES,
            "#" + arrived.segment() + " arrives" + fate(arrived));
      }
      case Entry.Transition transition -> move(transition);
      case Entry.TimerChange change -> {
        if (change.action() == Entry.TimerAction.EXPIRED) {
          words(
              change.connection(),
              change.atNs(),
              change.endpoint(),
              "timer " + change.timer() + " expires");
        }
      }
      case Entry.UserCall call ->
          words(call.connection(), call.atNs(), call.endpoint(), "[" + said(call) + "]");
      case Entry.Sample sample ->
          words(
              0,
              sample.atNs(),
              sample.endpoint(),
              "queues: SYN %d, accept %d".formatted(sample.synQueue(), sample.acceptQueue()));
      case Entry.Icmp icmp ->
          words(
              icmp.connection(),
              icmp.atNs(),
              icmp.to(),
              "ICMP type %d code %d".formatted(icmp.type(), icmp.code())
                  + (icmp.about() == null ? "" : " about #" + icmp.about()));
      case Entry.Note note ->
          words(
              note.connection(),
              note.atNs(),
              Objects.requireNonNullElse(note.endpoint(), Party.CLIENT),
              "(" + note.text() + ")");
    }
  }

  private TracedSegment segment(int ordinal) {
    return Objects.requireNonNull(segments.get(ordinal), "an arrival without a sending");
  }

  private static String origin(Entry.Sent sent) {
    return sent.injectedBy() == null ? "" : " (injected by " + sent.injectedBy() + ")";
  }

  private static String fate(Entry.Arrived arrived) {
    String copy = arrived.copy() > 1 ? " again" : "";
    if (arrived.corrupted()) {
      return copy + " corrupted";
    }
    return copy
        + switch (arrived.disposition()) {
          case ACCEPTED, UNKNOWN -> "";
          case DROPPED -> ", dropped";
          case ANSWERED_AND_DROPPED -> ", answered and dropped";
          case NO_SOCKET -> ", no socket";
        };
  }

  private static String said(Entry.UserCall call) {
    return call.op()
        + (call.detail() == null ? "" : " " + call.detail())
        + (call.result() == null ? "" : ": " + call.result());
  }

  private void move(Entry.Transition transition) {
    if (transition.subject() == Entry.Subject.LISTENER) {
      if (transition.to() == StateName.LISTEN) {
        listening.add(transition.endpoint());
      } else {
        listening.remove(transition.endpoint());
      }
    } else {
      states
          .computeIfAbsent(transition.connection(), none -> new EnumMap<>(Party.class))
          .put(transition.endpoint(), transition.to());
    }
    boolean sameRow =
        !rungs.isEmpty()
            && lastConnection == transition.connection()
            && Objects.equals(lastAt, transition.atNs());
    if (sameRow) {
      Rung last = rungs.removeLast();
      rungs.add(
          new Rung(
              last.time(),
              last.label(),
              state(transition.connection(), Party.CLIENT),
              state(transition.connection(), Party.SERVER),
              last.text(),
              last.shape(),
              last.side()));
    } else {
      words(
          transition.connection(),
          transition.atNs(),
          transition.endpoint(),
          transition.cause() == null ? "" : because(transition.cause()));
    }
  }

  private static String because(Cause cause) {
    return switch (cause) {
      case Cause.ByCall(String call) -> "[" + call + "]";
      case Cause.BySegment(int segment, int _) -> "by #" + segment;
      case Cause.ByTimer(var timer) -> "by timer " + timer;
      case Cause.ByIcmp(int type, int code) -> "by ICMP " + type + "/" + code;
    };
  }

  private void words(int connection, @Nullable Long atNs, Party side, String text) {
    add(connection, atNs, side, Rung.Shape.WORDS, text);
  }

  private void add(int connection, @Nullable Long atNs, Party side, Rung.Shape shape, String text) {
    rungs.add(
        new Rung(
            atNs == null ? "?" : BigDecimal.valueOf(atNs, 6).toPlainString(),
            connection == 0 ? "" : "c" + connection,
            state(connection, Party.CLIENT),
            state(connection, Party.SERVER),
            text,
            shape,
            side));
    lastConnection = connection;
    lastAt = atNs;
  }

  /** An end that never had a state on this connection shows what its listener does. */
  private String state(int connection, Party party) {
    if (connection == 0) {
      return "";
    }
    StateName own = states.getOrDefault(connection, Map.of()).get(party);
    if (own == null) {
      own = listens(connection, party) ? StateName.LISTEN : StateName.CLOSED;
    }
    return own.name();
  }

  /** Every connection is to the server's port; from the client's own port not every one is. */
  private boolean listens(int connection, Party party) {
    return listening.contains(party)
        && (party == Party.SERVER
            || trace.conversation(connection).client().equals(trace.conversation(OWN).client()));
  }
}
