package dev.handshakelab.comparison;

import dev.handshakelab.comparison.SynRequest.Kept;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What became of the SYNs that arrived at the server of a trace, by what it sent. */
final class SynRequests {
  private final boolean repeats;
  private final SynAckTimer timer;
  private final long endNs;

  /** By connection, when each SYN arrived. */
  private final Map<Integer, List<Long>> arrivals = new HashMap<>();

  private final Map<Integer, List<SynRequest>> byConnection = new HashMap<>();

  /**
   * @param repeats whether the server repeats a SYN+ACK that nobody answers: if not, one that is
   *     alone says nothing of whether anything was kept
   */
  SynRequests(Trace trace, boolean repeats, SynAckTimer timer) {
    this.repeats = repeats;
    this.timer = timer;
    endNs =
        trace.entries().stream()
            .map(Entry::atNs)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .max()
            .orElse(Long.MIN_VALUE);
    Map<Integer, List<Answer>> answers = new HashMap<>();
    for (TracedSegment segment : trace.segments()) {
      note(segment, answers);
    }
    Map<Integer, List<Entry.Transition>> left = left(trace);
    answers.forEach((connection, own) ->
        byConnection.put(
            connection, divided(connection, own, left.getOrDefault(connection, List.of()))));
  }

  /** A SYN+ACK. */
  private record Answer(SequenceNumber iss, long atNs) {}

  private void note(TracedSegment segment, Map<Integer, List<Answer>> answers) {
    Entry.Sent sent = segment.sent();
    Segment what = sent.packet().segment();
    Long at = sent.atNs();
    if (!what.isSyn()) {
      return;
    }
    if (sent.from() == Party.SERVER && what.isAck() && sent.injectedBy() == null && at != null) {
      answers
          .computeIfAbsent(sent.connection(), none -> new ArrayList<>())
          .add(new Answer(what.sequence(), at));
    } else if (sent.from() == Party.CLIENT && !what.isAck()) {
      for (Entry.Arrived arrived : segment.deliveries()) {
        if (arrived.atNs() != null && !arrived.corrupted()) {
          arrivals
              .computeIfAbsent(sent.connection(), none -> new ArrayList<>())
              .add(arrived.atNs());
        }
      }
    }
  }

  /** By connection, how its server left SYN-RECEIVED. */
  private static Map<Integer, List<Entry.Transition>> left(Trace trace) {
    Map<Integer, List<Entry.Transition>> left = new HashMap<>();
    for (Entry.Transition move : trace.transitions()) {
      if (move.endpoint() == Party.SERVER && move.from() == StateName.SYN_RECEIVED) {
        left.computeIfAbsent(move.connection(), none -> new ArrayList<>()).add(move);
      }
    }
    return left;
  }

  /** A SYN+ACK with another ISN is another request's. */
  private List<SynRequest> divided(
      int connection, List<Answer> answers, List<Entry.Transition> left) {
    List<SynRequest> divided = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= answers.size(); i++) {
      if (i == answers.size() || !answers.get(i).iss().equals(answers.get(from).iss())) {
        List<Long> sent = answers.subList(from, i).stream().map(Answer::atNs).toList();
        divided.add(request(connection, sent, left));
        from = i;
      }
    }
    return divided;
  }

  private SynRequest request(int connection, List<Long> sent, List<Entry.Transition> left) {
    List<Long> repeated =
        sent.subList(1, sent.size()).stream().filter(at -> !isAnswer(connection, at)).toList();
    for (Entry.Transition move : left) {
      Long at = move.atNs();
      if (at != null && at >= sent.getFirst()) {
        boolean givenUp =
            move.cause() instanceof Cause.ByTimer(Timer which) && which == Timer.SYN_ACK;
        return new SynRequest(
            sent, repeated, at, at, givenUp, repeated.isEmpty() ? Kept.PERHAPS : Kept.SURELY);
      }
    }
    long from = sent.getLast() + timer.fromNs(repeated.size());
    long to = sent.getLast() + timer.toNs(repeated.size());
    boolean over = to < endNs;
    Kept alone = over && repeats ? Kept.NOT : Kept.PERHAPS;
    return new SynRequest(
        sent,
        repeated,
        from,
        over ? to : Long.MAX_VALUE,
        over,
        repeated.isEmpty() ? alone : Kept.SURELY);
  }

  private boolean isAnswer(int connection, long atNs) {
    return arrivals(connection).stream()
        .anyMatch(arrived -> Math.abs(atNs - arrived) <= timer.aroundNs());
  }

  List<Long> arrivals(int connection) {
    return arrivals.getOrDefault(connection, List.of());
  }

  List<SynRequest> of(int connection) {
    return byConnection.getOrDefault(connection, List.of());
  }

  /** Those of which something was kept, or can have been. */
  List<SynRequest> kept() {
    return byConnection.values().stream()
        .flatMap(List::stream)
        .filter(each -> each.kept() != Kept.NOT)
        .toList();
  }
}
