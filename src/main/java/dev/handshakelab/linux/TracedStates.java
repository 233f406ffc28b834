package dev.handshakelab.linux;

import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.linux.tracing.KernelEvent;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Entry.Transition;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts the kernel's own word on each transition: where its tracepoint printed the move that the
 * segments prove, the transition is TRACED and has the kernel's time; what it printed besides is
 * added. What it did not print stays as it was derived, unless it prints such moves always: then
 * the segments, which pass within microseconds of each other, have misled.
 *
 * <p>Two states are no sockets for Linux, and there the tracepoint alone would mislead. A half-open
 * passive connection is a request of its listener from the SYN's arrival on; LISTEN → SYN_RECV is
 * printed only when the third segment makes a socket of it. So SYN_RECEIVED begins when the wire
 * says, and a note tells when it was printed, unless a cookie stood for the request. TIME_WAIT is
 * never printed: the socket goes from FIN_WAIT2 to CLOSE when a smaller thing takes its place,
 * which sock_diag shows.
 */
final class TracedStates {
  /** Lines of the trace have microseconds. */
  private static final long RESOLUTION_NS = 1000;

  private static final String STATE_CHANGE = "inet_sock_set_state";
  private static final String LATE =
      "LISTEN > SYN_RECV is printed by the kernel's tracepoint only now, when the request becomes a"
          + " socket; it has been half-open since its SYN arrived";

  private final Evidence evidence;
  private final KernelWitness witness;
  private final IntPredicate own;
  private final Map<Party, List<Move>> moves = new EnumMap<>(Party.class);
  private final Map<Party, Integer> next = new EnumMap<>(Party.class);
  private final Map<Party, Deque<Move>> ofListener = new EnumMap<>(Party.class);
  private final List<Placed> placed = new ArrayList<>();

  /** A line of the tracepoint; from time zero. */
  private record Move(KernelState from, KernelState to, long atNs) {
    /** Whether it may be the way to TIME_WAIT. */
    boolean mayLinger() {
      return to == KernelState.CLOSE
          && (from == KernelState.FIN_WAIT2 || from == KernelState.CLOSING);
    }
  }

  private TracedStates(Evidence evidence, List<KernelEvent> events, IntPredicate own) {
    this.own = own;
    this.evidence = evidence;
    witness = new KernelWitness(evidence);
    for (Party party : Party.values()) {
      moves.put(party, new ArrayList<>());
      next.put(party, 0);
    }
    events.stream().filter(event -> event.name().equals(STATE_CHANGE)).forEach(this::take);
  }

  /**
   * The entries with what the kernel printed.
   *
   * @param entries in order, with derived transitions
   */
  static List<Entry> woven(List<Entry> entries, Evidence evidence) {
    return woven(entries, evidence, _ -> true);
  }

  /**
   * The same where there are other conversations.
   *
   * @param own whether the conversation with a number is between the sockets whose events are known
   */
  static List<Entry> woven(List<Entry> entries, Evidence evidence, IntPredicate own) {
    List<KernelEvent> events = evidence.events();
    if (events == null) {
      return entries;
    }
    return new TracedStates(evidence, events, own).weave(entries, events);
  }

  private void take(KernelEvent event) {
    Party party = witness.localParty(event);
    if (party == null) {
      return;
    }
    var move =
        new Move(
            state(event.field("oldstate")),
            state(event.field("newstate")),
            event.atNs() - evidence.zeroNs());
    if (event.port("dport") == 0) {
      ofListener.computeIfAbsent(party, _ -> new ArrayDeque<>()).add(move);
    } else {
      of(party).add(move);
    }
  }

  private static KernelState state(String printed) {
    return KernelState.valueOf(printed.substring("TCP_".length()));
  }

  private List<Move> of(Party party) {
    return moves.computeIfAbsent(party, none -> new ArrayList<>());
  }

  private List<Entry> weave(List<Entry> entries, List<KernelEvent> events) {
    long last = Long.MIN_VALUE;
    for (Entry entry : entries) {
      Entry told = entry instanceof Transition move ? traced(move) : entry;
      if (told != null) {
        Long atNs = told.atNs();
        last = atNs == null ? last : atNs;
        placed.add(new Placed(last, told));
      }
    }
    for (Party party : Party.values()) {
      passOver(party, of(party).size(), last(entries, party));
    }
    placed.addAll(witness.notes(events, new NearbySegments(entries, own)));
    // Stable: what has one time stays in the order in which it was learnt.
    placed.sort(Comparator.comparingLong(Placed::placeNs));
    int ordinal = 0;
    List<Entry> all = new ArrayList<>(placed.size());
    for (Placed each : placed) {
      all.add(
          each.entry() instanceof Transition move
              ? with(move, ++ordinal, move.atNs(), move.provenance(), move.kernelState())
              : each.entry());
    }
    return all;
  }

  /** The conversation in which an end's last move was derived. */
  private int last(List<Entry> entries, Party party) {
    int last = 1;
    for (Entry entry : entries) {
      if (entry instanceof Transition move
          && move.endpoint() == party
          && own.test(move.connection())) {
        last = move.connection();
      }
    }
    return last;
  }

  /** Null when the kernel went another way. */
  private @Nullable Transition traced(Transition derived) {
    if (derived.subject() == Subject.LISTENER) {
      return listener(derived);
    }
    if (!own.test(derived.connection())) {
      return derived;
    }
    if (derived.from() == StateName.LISTEN
        && derived.to() == StateName.SYN_RECEIVED
        && !evidence.cookies().answered(derived.endpoint(), true)) {
      KernelState sampled = evidence.halfOpen();
      return sampled == null
          ? derived
          : with(derived, 0, derived.atNs(), derived.provenance(), sampled.differingName());
    }
    Party party = derived.endpoint();
    boolean timeWait = derived.to() == StateName.TIME_WAIT;
    StateName printed = timeWait ? StateName.CLOSED : derived.to();
    for (int i = index(party); i < of(party).size(); i++) {
      Move move = of(party).get(i);
      if (move.to().state() == printed && (!timeWait || move.mayLinger())) {
        passOver(party, i, derived.connection());
        next.put(party, i + 1);
        return told(derived, move);
      }
    }
    return contradicts(party, derived.to()) ? null : derived;
  }

  /** Whether what was printed as CLOSE is known to be TIME_WAIT. */
  private boolean lingers(Party party, Move move) {
    return move.mayLinger() && evidence.finalStates().get(party) == StateName.TIME_WAIT;
  }

  /**
   * Whether the tracepoint would have printed that a socket came to be in a state, and has not:
   * segments that pass within the same microseconds prove nothing about which of them a kernel
   * dealt with first.
   */
  private boolean contradicts(Party party, StateName to) {
    return evidence.eventsLost() == 0
        && !of(party).isEmpty()
        && switch (to) {
          case FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> true;
          case CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED, ESTABLISHED -> false;
        };
  }

  private int index(Party party) {
    return next.getOrDefault(party, 0);
  }

  private Transition listener(Transition sampled) {
    Deque<Move> printed = ofListener.getOrDefault(sampled.endpoint(), new ArrayDeque<>());
    while (!printed.isEmpty()) {
      Move move = printed.remove();
      if (move.to().state() == sampled.to()) {
        return with(sampled, 0, move.atNs(), Provenance.TRACED, move.to().differingName());
      }
    }
    return sampled;
  }

  /** The line's time; not before what caused it, which may be within the same microsecond. */
  private static long time(Move move, Transition derived) {
    Long cause = derived.atNs();
    return cause != null && cause > move.atNs() && cause - move.atNs() < RESOLUTION_NS
        ? cause
        : move.atNs();
  }

  /** As the kernel printed it, which knows what it left also when no segment proves that. */
  private Transition told(Transition derived, Move move) {
    boolean sampled = lingers(derived.endpoint(), move);
    boolean lingers = sampled || derived.to() == StateName.TIME_WAIT;
    boolean explained = !precedes(move, derived);
    return new Transition(
        0,
        derived.connection(),
        derived.endpoint(),
        derived.subject(),
        move.from().state(),
        lingers ? StateName.TIME_WAIT : move.to().state(),
        time(move, derived),
        explained ? derived.cause() : null,
        explained ? derived.rule() : null,
        sampled ? Provenance.SAMPLED : Provenance.TRACED,
        lingers ? null : move.to().differingName());
  }

  /** Whether the kernel moved before the segment had come that would have been a reason. */
  private static boolean precedes(Move move, Transition derived) {
    Long arrived = derived.atNs();
    return derived.cause() instanceof Cause.BySegment
        && arrived != null
        && arrived - move.atNs() >= RESOLUTION_NS;
  }

  /** Adds the moves that no segment proves. */
  private void passOver(Party party, int end, int conversation) {
    for (int i = index(party); i < end; i++) {
      Move move = of(party).get(i);
      boolean late =
          move.from() == KernelState.LISTEN
              && move.to() == KernelState.SYN_RECV
              && !evidence.cookies().answered(party, true);
      placed.add(
          new Placed(
              move.atNs(),
              late
                  ? new Entry.Note(conversation, party, LATE, move.atNs())
                  : transition(party, move, conversation)));
    }
    next.put(party, Math.max(index(party), end));
  }

  private Transition transition(Party party, Move move, int conversation) {
    boolean lingers = lingers(party, move);
    return new Transition(
        0,
        conversation,
        party,
        Subject.CONNECTION,
        move.from().state(),
        lingers ? StateName.TIME_WAIT : move.to().state(),
        move.atNs(),
        null,
        null,
        lingers ? Provenance.SAMPLED : Provenance.TRACED,
        lingers ? null : move.to().differingName());
  }

  private static Transition with(
      Transition move,
      int ordinal,
      @Nullable Long atNs,
      Provenance provenance,
      @Nullable String kernelState) {
    return new Transition(
        ordinal,
        move.connection(),
        move.endpoint(),
        move.subject(),
        move.from(),
        move.to(),
        atNs,
        move.cause(),
        move.rule(),
        provenance,
        kernelState);
  }
}
