package dev.handshakelab.comparison;

import dev.handshakelab.comparison.Aligned.Conversation;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Measuring;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.StatePath;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is no segment's: the states that each end went through, what was told to whoever opened, and
 * how it ended. On a kernel TIME_WAIT is where a connection counts as over, so nothing is compared
 * behind it.
 */
final class Endings {
  /** As much as the time of a tracepoint and that of a tap may be apart. */
  private static final long CLOCKS_APART_NS = 1_000_000;

  /** Within which a kernel has done with what arrives. */
  private static final long JUST_BEFORE_NS = 5_000_000;

  private final Aligned run;

  /** By connection, what is its own and what is its listeners'. */
  private final Map<Integer, Trace> simulated;

  private final Map<Integer, Trace> real;
  private final List<Measures> ours;
  private final List<Measures> theirs;

  Endings(Aligned run) {
    this.run = run;
    simulated = divided(run.simulated());
    real = divided(run.real());
    ours = Measuring.of(run.simulated());
    theirs = Measuring.of(run.real());
  }

  private static Map<Integer, Trace> divided(Trace trace) {
    List<Entry> listeners = new ArrayList<>();
    Map<Integer, List<Entry>> own = new HashMap<>();
    for (Entry entry : trace.entries()) {
      switch (entry) {
        case Entry.Transition move when move.subject() == Entry.Subject.LISTENER ->
            listeners.add(move);
        case Entry.Transition move ->
            own.computeIfAbsent(move.connection(), none -> new ArrayList<>()).add(move);
        case Entry.UserCall call ->
            own.computeIfAbsent(call.connection(), none -> new ArrayList<>()).add(call);
        case Entry.Sent _,
            Entry.Arrived _,
            Entry.TimerChange _,
            Entry.Sample _,
            Entry.Icmp _,
            Entry.Note _ -> {
          // nothing of an ending
        }
      }
    }
    Map<Integer, Trace> divided = new HashMap<>();
    for (var conversation : trace.conversations()) {
      List<Entry> entries = new ArrayList<>(listeners);
      entries.addAll(own.getOrDefault(conversation.number(), List.of()));
      divided.put(
          conversation.number(),
          new Trace(trace.clock(), trace.resolutionNs(), trace.conversations(), entries));
    }
    return divided;
  }

  /** What differs of one connection. */
  List<Found> of(Conversation conversation) {
    int number = conversation.number();
    Trace one = Objects.requireNonNull(simulated.get(number));
    Trace other = Objects.requireNonNull(real.get(number));
    List<Found> found = new ArrayList<>();
    for (Party party : Party.values()) {
      compare(
          found,
          Place.of(number, party, Aspect.STATES),
          states(one, number, party),
          states(other, number, party));
      causes(found, one, other, number, party);
      compare(
          found, Place.of(number, party, Aspect.ANSWER), answer(one, party), answer(other, party));
    }
    compare(
        found,
        Place.of(number, Aspect.OUTCOME),
        ours.get(number - 1).outcome().name(),
        theirs.get(number - 1).outcome().name());
    return found;
  }

  /** The connections that only one of the two has. */
  List<Found> missing() {
    List<Found> found = new ArrayList<>();
    int one = simulated.size();
    int other = real.size();
    for (int number = Math.min(one, other) + 1; number <= Math.max(one, other); number++) {
      compare(
          found,
          Place.of(number, Aspect.CONNECTION),
          number <= one ? "is there" : "is not there",
          number <= other ? "is there" : "is not there");
    }
    return found;
  }

  private static void compare(List<Found> found, Place at, String simulated, String real) {
    if (!simulated.equals(real)) {
      found.add(new Found(at, simulated, real, null));
    }
  }

  private static String states(Trace trace, int number, Party party) {
    List<StateName> states = StatePath.of(trace, number, party).states();
    int end = states.indexOf(StateName.TIME_WAIT);
    return (end < 0 ? states : states.subList(0, end + 1))
        .stream().map(StateName::name).collect(Collectors.joining(" "));
  }

  /**
   * Which segment moved an end; the n-th move with the n-th. A kernel tells when it moved and not
   * why: what stands there was concluded, so it is compared where both name a segment that both
   * have.
   */
  private void causes(
      List<Found> found, Trace simulatedPart, Trace realPart, int number, Party party) {
    List<Entry.Transition> left = StatePath.of(simulatedPart, number, party).moves();
    List<Entry.Transition> right = StatePath.of(realPart, number, party).moves();
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      Entry.Transition ours = left.get(i);
      Entry.Transition theirs = right.get(i);
      if (ours.to() != theirs.to()) {
        return; // from here on they are other moves
      }
      if (ours.cause() instanceof Cause.BySegment(int one, int _)
          && theirs.cause() instanceof Cause.BySegment(int other, int _)
          && isBefore(theirs, other)) {
        TracedSegment counterpart = run.simulatedOf(other);
        String move = ours.from() + " to " + ours.to() + " by #";
        boolean late = !isJustBefore(theirs, run.real(other));
        boolean bySame = late && isJustBefore(theirs, run.realOf(one));
        if (counterpart != null
            && run.realOf(one) != null
            && !bySame
            && !areAlike(run.simulated(one), counterpart)) {
          compare(
              found,
              Place.of(number, party, Aspect.CAUSE),
              move + one,
              move + counterpart.sent().ordinal());
        }
      }
    }
  }

  /** Whether what is said to have moved an end had arrived by then. */
  private boolean isBefore(Entry.Transition move, int ordinal) {
    TracedSegment segment = run.real(ordinal);
    Long arrived = segment == null ? null : segment.receivedNs();
    return arrived == null || move.atNs() == null || arrived - move.atNs() <= CLOCKS_APART_NS;
  }

  /** What arrived long before an end moved was not why it did, whatever was concluded. */
  private static boolean isJustBefore(Entry.Transition move, @Nullable TracedSegment segment) {
    Long arrived = segment == null ? null : segment.receivedNs();
    return arrived == null || move.atNs() == null || move.atNs() - arrived <= JUST_BEFORE_NS;
  }

  /** Which of two segments that say the same moved an end makes no difference to it. */
  private static boolean areAlike(@Nullable TracedSegment one, TracedSegment other) {
    if (one == null) {
      return false;
    }
    Segment left = one.sent().packet().segment();
    Segment right = other.sent().packet().segment();
    return Piece.kind(left) == Piece.kind(right)
        && left.sequence().equals(right.sequence())
        && left.acknowledgment().equals(right.acknowledgment())
        && left.payload().equals(right.payload());
  }

  private static String answer(Trace trace, Party party) {
    for (Entry entry : trace.entries()) {
      if (entry instanceof Entry.UserCall call
          && call.endpoint() == party
          && call.op().equals("OPEN")
          && call.result() != null) {
        return call.result();
      }
    }
    return "nothing";
  }
}
