package dev.handshakelab.trace;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry.Transition;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The times of one conversation. What an injected segment did counts when it was taken for what it
 * pretended to be, but its own sending is nobody's.
 */
final class HandshakeTimes {
  private final List<TracedSegment> segments;
  private final List<Transition> transitions;

  /**
   * @param segments of one conversation, in order of sending
   * @param transitions of its connection, listeners excluded
   */
  HandshakeTimes(List<TracedSegment> segments, List<Transition> transitions) {
    this.segments = segments;
    this.transitions = transitions;
  }

  Timing timing(Clock clock, long resolutionNs) {
    List<TracedSegment> syns = sentByEnds(HandshakeTimes::isSyn);
    List<TracedSegment> synAcks = sentByEnds(HandshakeTimes::isSynAck);
    Long begun = syns.isEmpty() ? null : syns.getFirst().sent().atNs();
    Long client = minus(established(Party.CLIENT), begun);
    Long server = minus(established(Party.SERVER), begun);
    Long synToSynAck = synToSynAck(syns);
    Long synAckToAck = synAckToAck(synAcks);
    int synRepetitions = repetitions(syns).size();
    int synAckRepetitions = repetitions(synAcks).size();
    List<Long> waits = waits();
    boolean known = waits.size() == synRepetitions + synAckRepetitions;
    return new Timing(
        client == null || server == null ? null : Long.valueOf(Math.max(client, server)),
        client,
        server,
        synToSynAck,
        synAckToAck,
        isRepeated(syns, Party.CLIENT) ? null : synToSynAck,
        isRepeated(synAcks, Party.SERVER) ? null : synAckToAck,
        synRepetitions,
        synAckRepetitions,
        known ? Long.valueOf(waits.stream().mapToLong(Long::longValue).sum()) : null,
        waits,
        Map.of(Party.CLIENT, inStates(Party.CLIENT), Party.SERVER, inStates(Party.SERVER)),
        clock,
        resolutionNs);
  }

  private static boolean isSyn(TracedSegment segment) {
    var sent = segment.sent().packet().segment();
    return sent.isSyn() && !sent.isAck() && !sent.isRst();
  }

  private static boolean isSynAck(TracedSegment segment) {
    var sent = segment.sent().packet().segment();
    return sent.isSyn() && sent.isAck() && !sent.isRst();
  }

  private List<TracedSegment> sentByEnds(Predicate<TracedSegment> kind) {
    return segments.stream()
        .filter(segment -> segment.sent().injectedBy() == null)
        .filter(kind)
        .toList();
  }

  private @Nullable Long established(Party party) {
    for (Transition transition : transitions) {
      if (transition.endpoint() == party && transition.to() == StateName.ESTABLISHED) {
        return transition.atNs();
      }
    }
    return null;
  }

  /** From the client's first SYN to the first SYN+ACK for it that arrived and was taken. */
  private @Nullable Long synToSynAck(List<TracedSegment> syns) {
    for (TracedSegment syn : syns) {
      if (syn.sent().from() == Party.CLIENT) {
        return minus(answered(syn, HandshakeTimes::isSynAck), syn.sent().atNs());
      }
    }
    return null;
  }

  /** From the server's first SYN+ACK to the first segment that arrived and acknowledged it. */
  private @Nullable Long synAckToAck(List<TracedSegment> synAcks) {
    for (TracedSegment synAck : synAcks) {
      if (synAck.sent().from() == Party.SERVER) {
        return minus(answered(synAck, _ -> true), synAck.sent().atNs());
      }
    }
    return null;
  }

  /** When the first segment of a kind arrived that acknowledges this one's SYN. */
  private @Nullable Long answered(TracedSegment syn, Predicate<TracedSegment> kind) {
    Party answerer = syn.sent().from().other();
    SequenceNumber isn = syn.sent().packet().segment().sequence();
    Long first = null;
    for (TracedSegment segment : segments) {
      var sent = segment.sent().packet().segment();
      boolean acknowledges =
          segment.sent().from() == answerer
              && kind.test(segment)
              && sent.isAck()
              && !sent.isRst()
              && sent.acknowledgment().isAfter(isn);
      Long taken = acknowledges ? Deliveries.takenNs(segment) : null;
      if (taken != null && (first == null || taken < first)) {
        first = taken;
      }
    }
    return first;
  }

  private static boolean isRepeated(List<TracedSegment> copies, Party from) {
    return repetitions(copies).stream().anyMatch(copy -> copy.sent().from() == from);
  }

  /** Those that an earlier one of the same side has the number of. */
  private static List<TracedSegment> repetitions(List<TracedSegment> copies) {
    Set<Place> seen = new HashSet<>();
    return copies.stream().filter(copy -> !seen.add(Place.of(copy))).toList();
  }

  private List<Long> waits() {
    Map<Place, TracedSegment> last = new HashMap<>();
    List<Long> waits = new ArrayList<>();
    for (TracedSegment segment : sentByEnds(each -> isSyn(each) || isSynAck(each))) {
      TracedSegment previous = last.put(Place.of(segment), segment);
      Long wait = previous == null ? null : minus(segment.sent().atNs(), previous.sent().atNs());
      if (wait != null) {
        waits.add(wait);
      }
    }
    return waits;
  }

  /** What makes one SYN or SYN+ACK a copy of another. */
  private record Place(Party from, SequenceNumber isn, boolean acknowledges) {
    static Place of(TracedSegment segment) {
      var sent = segment.sent().packet().segment();
      return new Place(segment.sent().from(), sent.sequence(), sent.isAck());
    }
  }

  /** How long each state lasted that was entered and left; unknown ones are left out. */
  private Map<StateName, Long> inStates(Party party) {
    Map<StateName, Long> lasted = new EnumMap<>(StateName.class);
    Set<StateName> unknown = new HashSet<>();
    Transition entered = null;
    for (Transition left : transitions) {
      if (left.endpoint() != party) {
        continue;
      }
      if (entered != null) {
        Long time = minus(left.atNs(), entered.atNs());
        if (time == null) {
          unknown.add(left.from());
        } else {
          lasted.merge(left.from(), time, Long::sum);
        }
      }
      entered = left;
    }
    lasted.keySet().removeAll(unknown);
    return lasted;
  }

  private static @Nullable Long minus(@Nullable Long later, @Nullable Long earlier) {
    return later == null || earlier == null ? null : Long.valueOf(later - earlier);
  }
}
