package dev.handshakelab.simulation;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sequence numbers of a session as an onlooker with access to both ends makes them out: which
 * ISS each end chose, which it took for the peer's, and how far it has sent.
 */
final class Numbers {
  /** Where an end that was ESTABLISHED still has the connection, and a peer to it. */
  private static final Set<StateName> SYNCHRONIZED =
      EnumSet.of(
          StateName.ESTABLISHED,
          StateName.FIN_WAIT_1,
          StateName.FIN_WAIT_2,
          StateName.CLOSE_WAIT,
          StateName.CLOSING,
          StateName.LAST_ACK);

  private final Map<Integer, Entry.Sent> sent = new HashMap<>();
  private final Map<Line, SequenceNumber> chosen = new HashMap<>();
  private final Map<Line, SequenceNumber> next = new HashMap<>();
  private final Map<Integer, SequenceNumber> nextAt = new HashMap<>();
  private final Map<Line, SequenceNumber> heard = new HashMap<>();
  private final Map<Party, Pair> established = new EnumMap<>(Party.class);
  private final List<Opened> opened = new ArrayList<>();
  private final List<String> disagreements = new ArrayList<>();

  /** One end of one conversation. */
  private record Line(int connection, Party party) {}

  /** The ISS of an end that is ESTABLISHED, and the IRS that it goes by. */
  private record Pair(SequenceNumber iss, SequenceNumber irs) {}

  /**
   * An end that became ESTABLISHED. One that a SYN cookie rebuilt is not among them: its listener
   * kept nothing, and all that it checks is the difference of the two numbers.
   *
   * @param iss what its last SYN had, null when it sent none
   * @param by the segment that did it, null when none did
   */
  record Opened(Party party, int connection, @Nullable SequenceNumber iss, @Nullable Segment by) {}

  private Numbers() {}

  static Numbers of(Trace trace) {
    var numbers = new Numbers();
    for (Entry entry : trace.entries()) {
      switch (entry) {
        case Entry.Sent segment -> numbers.take(segment);
        case Entry.Transition move -> numbers.take(move);
        default -> {} // what has no numbers
      }
    }
    return numbers;
  }

  static @Nullable Segment causing(Trace trace, @Nullable Cause cause) {
    if (cause instanceof Cause.BySegment(int ordinal, _)) {
      for (Entry entry : trace.entries()) {
        if (entry instanceof Entry.Sent segment && segment.ordinal() == ordinal) {
          return segment.packet().segment();
        }
      }
    }
    return null;
  }

  List<Opened> opened() {
    return opened;
  }

  List<String> disagreements() {
    return disagreements;
  }

  /** Whether a segment stands at SND.NXT of the end that sent it. */
  boolean isNextOf(Entry.Sent segment) {
    return segment.packet().segment().sequence().equals(nextAt.get(segment.ordinal()));
  }

  private void take(Entry.Sent entry) {
    sent.put(entry.ordinal(), entry);
    if (entry.injectedBy() != null) {
      return;
    }
    var line = new Line(entry.connection(), entry.from());
    var segment = entry.packet().segment();
    if (segment.isSyn() && segment.isAck()) {
      heard.put(line, segment.acknowledgment().plus(-1));
    }
    var before = next.get(line);
    if (before != null) {
      nextAt.put(entry.ordinal(), before);
    }
    if (segment.isSyn() && !segment.sequence().equals(chosen.put(line, segment.sequence()))) {
      next.put(line, segment.end());
    } else if (!segment.isRst() && (before == null || segment.end().isAfter(before))) {
      next.put(line, segment.end());
    }
  }

  private void take(Entry.Transition move) {
    if (move.subject() == Entry.Subject.LISTENER) {
      return;
    }
    var line = new Line(move.connection(), move.endpoint());
    var by = segment(move.cause());
    if (move.from() == StateName.SYN_SENT && by != null) {
      heard.put(line, by.sequence());
    } else if (move.from() == StateName.LISTEN && !(by != null && by.isSyn())) {
      heard.remove(line); // rebuilt from a SYN cookie
      if (by != null) {
        next.put(line, by.acknowledgment());
      }
    }
    if (!SYNCHRONIZED.contains(move.to())) {
      established.remove(move.endpoint());
    }
    if (move.to() == StateName.ESTABLISHED && heard.containsKey(line)) {
      established(move, line, by);
    }
  }

  private void established(Entry.Transition move, Line line, @Nullable Segment by) {
    var iss = chosen.get(line);
    opened.add(new Opened(move.endpoint(), move.connection(), iss, by));
    if (iss == null) {
      return;
    }
    var mine = new Pair(iss, Objects.requireNonNull(heard.get(line)));
    established.put(move.endpoint(), mine);
    var other = established.get(move.endpoint().other());
    if (other != null && !(other.iss().equals(mine.irs()) && other.irs().equals(mine.iss()))) {
      disagreements.add(move.endpoint() + " goes by " + mine + ", its peer by " + other);
    }
  }

  private @Nullable Segment segment(@Nullable Cause cause) {
    return cause instanceof Cause.BySegment(int ordinal, _)
        ? Objects.requireNonNull(sent.get(ordinal)).packet().segment()
        : null;
  }
}
